import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { errorSummary, titleWithErrors } from './error-summary.ts'
import { field } from './field.ts'
import { icon } from './icon.ts'
import type { Chrome, FieldErrors } from './model.ts'

/** What becomes of one's account and of what one wrote, and the password that ends it. */
export function deletePage(chrome: Chrome, { errors }: { errors: FieldErrors }): string {
  const { viewer } = chrome
  const current = field({
    name: 'current_password',
    label: 'Current password',
    error: errors.current_password,
    type: 'password',
    autocomplete: 'current-password',
    maxLength: 1024,
  })
  const whose = html`<input type="text" name="username" value="${viewer?.username}" autocomplete="username" readonly hidden>`
  return document(chrome, {
    title: titleWithErrors('Delete your account', errors),
    page: 'delete',
    place: 'self',
    main: html`<div class="sheet"><p class="back-line"><a class="button" data-variant="quiet" href="/settings/">!${icon(chrome, 'arrow-left')}Settings</a></p><header class="sheet-head"><h1>Delete your account</h1>!${errorSummary(errors)}</header><ul class="plain-words"><li><b>This cannot be undone</b>, by nobody.</li><li>Your name, username, status, password, sessions and settings are gone, and so is how you arranged your conversations and whom you blocked.</li><li>Your username @${viewer?.username} can never be taken by another person.</li><li>What you wrote stays for those to whom you wrote it, as from “Deleted account”. Delete before what they should not keep.</li><li>Nobody can write to you any more. You leave your groups; one that you own goes to another of its members.</li><li>Reports that were made about you, or by you, stay with the administrators. Backups that were made before keep what they have.</li></ul><form class="settings-form report-body delete-form" method="post" action="/settings/delete/" novalidate>!${csrfField(chrome)}!${whose}!${current}<p class="form-buttons"><button class="button" data-variant="danger" type="submit">!${icon(chrome, 'trash-2')}Delete my account for good</button><a class="button" data-variant="quiet" href="/settings/">Cancel</a></p></form></div>`,
  })
}
