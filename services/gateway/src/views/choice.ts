import { html } from 'ghtml'

export interface ChoiceParts {
  name: string
  label: string
  error: string | undefined
  options: readonly { value: string; words: string }[]
  chosen?: string | undefined
}

/** One of several things, the first where none of them is chosen; and why the choice was refused. */
export function choice({ name, label, error, options, chosen }: ChoiceParts): string {
  const id = `field-${name}`
  const items = options.map(
    ({ value, words }) =>
      html`<option value="${value}" !${value === chosen ? 'selected' : ''}>${words}</option>`,
  )
  return html`<div class="field" data-invalid="${error !== undefined}"><label for="${id}">${label}</label>!${error === undefined ? '' : html`<p class="field-error" id="${id}-error"><span class="sr-only">Error: </span>${error}</p>`}<select class="input" id="${id}" name="${name}" !${error === undefined ? '' : html`aria-describedby="${id}-error" aria-invalid="true"`}>!${items.join('')}</select></div>`
}
