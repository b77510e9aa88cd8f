import { html } from 'ghtml'
import { backLine } from '../back-line.ts'
import { csrfField } from '../csrf-field.ts'
import { document } from '../document.ts'
import type { Chrome } from '../model.ts'
import type { LeaveGroupView } from './model.ts'
import { groupUrl } from './words.ts'

/** Asks once more before somebody leaves, and says what comes of it. */
export function leaveGroupPage(chrome: Chrome, view: LeaveGroupView): string {
  const { group, problem } = view
  const about = `${groupUrl(group)}about/`
  return document(chrome, {
    title: `Leave ${group.name}`,
    page: 'group',
    place: 'messages',
    main: html`<div class="sheet group-sheet">!${backLine(chrome, about, 'Back')}<header class="sheet-head"><h1>Leave the group?</h1><p><bdi class="group-name group-person">${group.name}</bdi></p>!${problem === undefined ? '' : html`<p class="error-summary" role="alert">${problem}</p>`}</header><div class="group-question">!${consequences(view)}<form class="group-answers" method="post" action="${groupUrl(group)}leave/">!${csrfField(chrome)}<button class="button" data-variant="danger" type="submit">Leave the group</button><a class="button" data-variant="quiet" href="${about}">Stay</a></form></div></div>`,
  })
}

function consequences({ heir }: LeaveGroupView): string {
  if (heir === null)
    return '<p>You are its only member. When you leave, nobody can read it or come into it any more.</p>'
  const owner =
    heir === undefined
      ? ''
      : html`<p><bdi class="group-person">${heir.displayName}</bdi> <span class="person-username">@${heir.username}</span> becomes the owner then.</p>`
  return html`!${owner}<p>It leaves your list, and what is written after that you cannot read. To come back, somebody has to let you in.</p>`
}
