import { html } from 'ghtml'

export interface TextAreaParts {
  name: string
  label: string
  /** Said below the label, and by screen readers with the field. */
  hint: string
  error: string | undefined
  value: string
  rows: number
  maxLength: number
}

/** A labelled field for several lines, which may stay empty, with its hint and, where it was refused, why. */
export function textArea({ name, label, hint, error, value, rows, maxLength }: TextAreaParts): string {
  const id = `field-${name}`
  const described = error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`
  // Browsers drop one line break at its start: this one, and not one of the text.
  return html`<div class="field" data-invalid="${error !== undefined}"><label for="${id}">${label}</label><p class="field-hint" id="${id}-hint">${hint}</p>!${error === undefined ? '' : html`<p class="field-error" id="${id}-error"><span class="sr-only">Error: </span>${error}</p>`}<textarea class="input" id="${id}" name="${name}" rows="${rows}" maxlength="${maxLength}" dir="auto" aria-describedby="${described}" !${error === undefined ? '' : 'aria-invalid="true"'}>
${value}</textarea></div>`
}
