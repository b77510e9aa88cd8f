import { html } from 'ghtml'
import { backLine } from '../back-line.ts'
import { choice } from '../choice.ts'
import { csrfField } from '../csrf-field.ts'
import { document } from '../document.ts'
import { errorSummary, titleWithErrors } from '../error-summary.ts'
import { icon } from '../icon.ts'
import type { Chrome } from '../model.ts'
import { moment } from '../moment.ts'
import type { InvitesView, InviteView } from './model.ts'
import { groupUrl } from './words.ts'

/** How long an invite link lets people in. */
export const inviteEnds = [
  { value: 'day', words: 'For a day' },
  { value: 'hour', words: 'For an hour' },
  { value: 'week', words: 'For a week' },
  { value: 'never', words: 'Until it is ended' },
] as const

/** How many people an invite link lets in. */
export const inviteUses = [
  { value: 'any', words: 'Anybody who has it' },
  { value: '1', words: 'One person' },
  { value: '10', words: '10 people' },
  { value: '100', words: '100 people' },
] as const

/** The links that lead into a group, for those who may make them. */
export function invitesPage(chrome: Chrome, view: InvitesView): string {
  const { group, errors } = view
  return document(chrome, {
    title: titleWithErrors('Invite links', errors),
    page: 'group',
    place: 'messages',
    main: html`<div class="sheet group-sheet">!${backLine(chrome, `${groupUrl(group)}about/`, 'Back')}<header class="sheet-head"><h1>Invite links</h1><p><bdi class="group-name group-person">${group.name}</bdi></p><p class="sheet-words">Whoever has one of these links and an account here can join the group.</p>!${notice(view)}!${errorSummary(errors)}</header>!${makeForm(chrome, view)}!${list(chrome, view)}</div>`,
  })
}

const doneWords = { made: 'The link is made.', ended: 'The link lets nobody in any more.' }

function notice({ done }: InvitesView): string {
  return done === undefined ? '' : html`<p class="notice" role="status">${doneWords[done]}</p>`
}

function makeForm(chrome: Chrome, view: InvitesView): string {
  const { group, errors } = view
  const expires = choice({
    name: 'expires',
    label: 'It works',
    error: errors.expires,
    options: inviteEnds,
    chosen: view.expires,
  })
  const uses = choice({
    name: 'uses',
    label: 'It lets in',
    error: errors.uses,
    options: inviteUses,
    chosen: view.uses,
  })
  return html`<form class="settings-form invite-form" method="post" action="${groupUrl(group)}invites/">!${csrfField(chrome)}<input type="hidden" name="client_id" value="${view.clientId}"><div class="invite-fields">!${expires}!${uses}</div><button class="button" data-variant="primary" type="submit">!${icon(chrome, 'link')}Make a link</button></form>`
}

function list(chrome: Chrome, view: InvitesView): string {
  if (view.invites.length === 0)
    return '<p class="invites-none">There is no link yet. Those that have ended are not listed.</p>'
  const rows = view.invites.map((invite, index) => row(chrome, view, { invite, number: index + 1 }))
  return html`<section class="invites" aria-labelledby="invites-title"><h2 id="invites-title">Links that let people in</h2><ul>!${rows.join('')}</ul></section>`
}

function row(
  chrome: Chrome,
  { group }: InvitesView,
  { invite, number }: { invite: InviteView; number: number },
): string {
  return html`<li class="invite"><div class="invite-line"><input class="input invite-url" type="text" value="${invite.url}" aria-label="Link ${number}" readonly><button class="button needs-script" data-variant="quiet" type="button" data-copy="${invite.url}" aria-label="Copy link ${number}">!${icon(chrome, 'copy')}<span data-slot="words">Copy</span></button><form method="post" action="${groupUrl(group)}invites/end/">!${csrfField(chrome)}<input type="hidden" name="token" value="${invite.token}"><button class="button" data-variant="danger" type="submit" aria-label="End link ${number}">End</button></form></div><p class="invite-facts">!${facts(chrome, invite)}</p></li>`
}

function facts(chrome: Chrome, { by, until, most, used }: InviteView): string {
  const end =
    until === undefined
      ? 'Works until it is ended'
      : html`Works until !${moment(chrome, until, 'day')}, !${moment(chrome, until, 'clock')}`
  const uses = most === undefined ? `used ${times(used)}` : `used ${used} of ${times(most)}`
  return html`!${end}, ${uses}.!${by === undefined ? '' : html` Made by <bdi>${by.displayName}</bdi>.`}`
}

function times(count: number): string {
  return count === 1 ? '1 time' : `${count.toLocaleString('en')} times`
}
