import { html } from 'ghtml'
import { csrfField } from '../csrf-field.ts'
import { document } from '../document.ts'
import { errorSummary, titleWithErrors } from '../error-summary.ts'
import type { Chrome } from '../model.ts'
import { backLine } from '../back-line.ts'
import { aboutFields, nameField } from './group-fields.ts'
import type { NewGroupView } from './model.ts'
import { peoplePicker } from './people-picker.ts'

/** Where one makes a group. */
export function newGroupPage(chrome: Chrome, view: NewGroupView): string {
  const { errors } = view
  return document(chrome, {
    title: titleWithErrors('New group', errors),
    page: 'group',
    place: 'messages',
    main: html`<div class="sheet group-sheet">!${backLine(chrome, '/messages/', 'Back to your messages')}<header class="sheet-head"><h1>New group</h1><p class="sheet-words">You become its owner. It takes up to 1,000 people.</p>!${errorSummary(errors)}</header>!${form(chrome, view)}</div>`,
  })
}

function form(chrome: Chrome, view: NewGroupView): string {
  const { errors, people } = view
  const picker = peoplePicker(chrome, { label: 'People', error: errors.people, people })
  return html`<form class="settings-form" method="post" action="/messages/groups/new/" novalidate>!${csrfField(chrome)}<input type="hidden" name="client_id" value="${view.clientId}">!${nameField(view.name, errors.name)}!${picker}!${aboutFields(view, errors)}<button class="button" data-variant="primary" type="submit">Make the group</button></form>`
}
