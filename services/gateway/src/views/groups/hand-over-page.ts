import { html } from 'ghtml'
import { backLine } from '../back-line.ts'
import { csrfField } from '../csrf-field.ts'
import { document } from '../document.ts'
import type { Chrome } from '../model.ts'
import type { HandOverView } from './model.ts'
import { groupUrl } from './words.ts'

/** Asks once more before a group is handed over. */
export function handOverPage(chrome: Chrome, { group, person }: HandOverView): string {
  const about = `${groupUrl(group)}about/`
  return document(chrome, {
    title: `Hand over ${group.name}`,
    page: 'group',
    place: 'messages',
    main: html`<div class="sheet group-sheet">!${backLine(chrome, about, 'Back')}<header class="sheet-head"><h1>Hand the group over?</h1><p><bdi class="group-name group-person">${group.name}</bdi></p></header><div class="group-question"><p><bdi class="group-person">${person.displayName}</bdi> <span class="person-username">@${person.username}</span> becomes the owner, and decides from then on who is an admin. You become an admin. Only the new owner can undo this.</p><form class="group-answers" method="post" action="${groupUrl(group)}members/role/">!${csrfField(chrome)}<input type="hidden" name="username" value="${person.username}"><input type="hidden" name="role" value="owner"><button class="button" data-variant="danger" type="submit">Hand it over</button><a class="button" data-variant="quiet" href="${about}">Keep it</a></form></div></div>`,
  })
}
