import { html } from 'ghtml'

/** One sentence per field that was refused, by the field's name; `form` is for the form as a whole. */
export type Errors = Readonly<Partial<Record<string, string>>>

/** What was wrong with a form, above it, each line leading to its field. Empty when nothing was. */
export function errorSummary(errors: Errors): string {
  const entries = Object.entries(errors).filter(([, words]) => words !== undefined)
  if (entries.length === 0) return ''
  const lines = entries.map(([name, words]) =>
    name === 'form' ? html`<li>${words}</li>` : html`<li><a href="#field-${name}">${words}</a></li>`,
  )
  return html`<div id="error-summary" class="error-summary" role="alert" tabindex="-1"><h2>There is a problem</h2><ul>!${lines.join('')}</ul></div>`
}

/** A title that says at once that something was wrong, for people who cannot see the page. */
export function titleWithErrors(title: string, errors: Errors): string {
  return errorSummary(errors) === '' ? title : `Error: ${title}`
}
