import { html } from 'ghtml'
import type { Chrome } from './model.ts'

/** The proof that a form came from one of our own pages. */
export function csrfField(chrome: Chrome): string {
  return html`<input type="hidden" name="csrf_token" value="${chrome.csrfToken}">`
}
