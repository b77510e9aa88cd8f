import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { document } from './document.ts'
import { icon } from './icon.ts'
import type { Chrome, ProfileView } from './model.ts'
import { moment } from './moment.ts'
import { personStatus } from './person-status.ts'
import { presence } from './presence.ts'

/** Who someone is, and the way to write to them. */
export function profilePage(chrome: Chrome, view: ProfileView): string {
  const { person } = view
  return document(chrome, {
    title: person.displayName,
    page: 'profile',
    place: view.isSelf ? 'self' : 'people',
    data: { 'peer-username': person.username },
    main: html`<div class="sheet"><article class="profile" aria-labelledby="profile-name">!${avatar(person, 'large')}<h1 id="profile-name"><bdi>${person.displayName}</bdi></h1><p class="profile-username">@${person.username}</p>!${personStatus(chrome, person)}!${presence(chrome, person)}!${person.isDeleted ? '' : joined(chrome, view.joinedAt)}!${action(chrome, view)}</article></div>`,
  })
}

function joined(chrome: Chrome, at: string | undefined): string {
  return at === undefined ? '' : html`<p class="profile-joined">Here since !${moment(chrome, at, 'date')}</p>`
}

function action(chrome: Chrome, view: ProfileView): string {
  if (view.person.isDeleted)
    return html`<p class="profile-self">This account is deleted. What was written with it stays in its conversations.</p>`
  if (view.isSelf)
    return html`<p class="profile-self">This is you, as others see you.</p><p class="profile-change"><a class="button" data-variant="quiet" href="/settings/">!${icon(chrome, 'settings')}Settings</a></p>`
  return html`<p><a class="button" data-variant="primary" href="/messages/chat/${view.person.username}/">!${icon(chrome, 'message-circle')}Message</a></p><p class="profile-change"><a class="button" data-variant="quiet" href="/messages/block/${view.person.username}/?from=person">!${icon(chrome, 'ban')}${view.isBlocked ? 'Unblock…' : 'Block…'}</a> <a class="button" data-variant="quiet" href="/messages/report/${view.person.username}/">!${icon(chrome, 'flag')}Report…</a></p>`
}
