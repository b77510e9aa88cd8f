import { html } from 'ghtml'

export interface FieldParts {
  name: string
  label: string
  /** Said below the label, and by screen readers with the field. */
  hint?: string | undefined
  error: string | undefined
  value?: string | undefined
  type?: 'text' | 'password' | undefined
  autocomplete: string
  /** Of text that is a name in the machine's sense: no capitals, no corrections. */
  isVerbatim?: boolean | undefined
  maxLength: number
  isOptional?: boolean | undefined
}

/** A labelled field with its hint and, where it was refused, why. */
export function field(parts: FieldParts): string {
  const id = `field-${parts.name}`
  const described = [parts.hint && `${id}-hint`, parts.error && `${id}-error`].filter(Boolean).join(' ')
  return html`<div class="field" data-invalid="${parts.error !== undefined}"><label for="${id}">${parts.label}</label>!${parts.hint === undefined ? '' : html`<p class="field-hint" id="${id}-hint">${parts.hint}</p>`}!${parts.error === undefined ? '' : html`<p class="field-error" id="${id}-error"><span class="sr-only">Error: </span>${parts.error}</p>`}<input class="input" id="${id}" name="${parts.name}" type="${parts.type ?? 'text'}" value="${parts.value}" maxlength="${parts.maxLength}" autocomplete="${parts.autocomplete}" !${parts.isOptional ? '' : 'required'} !${parts.isVerbatim ? 'autocapitalize="none" spellcheck="false"' : ''} !${described === '' ? '' : html`aria-describedby="${described}"`} !${parts.error === undefined ? '' : 'aria-invalid="true"'}></div>`
}
