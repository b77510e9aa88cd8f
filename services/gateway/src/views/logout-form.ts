import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { icon } from './icon.ts'
import type { Chrome } from './model.ts'

/** Logging out changes something, so it is a form. */
export function logoutForm(chrome: Chrome): string {
  return html`<form id="logout" class="panel-form" method="post" action="/logout">!${csrfField(chrome)}<button class="panel-item" type="submit">!${icon(chrome, 'log-out')}Log out</button></form>`
}
