import { html } from 'ghtml'
import { avatar } from '../avatar-partial.ts'
import { csrfField } from '../csrf-field.ts'
import { document } from '../document.ts'
import type { Chrome } from '../model.ts'
import { moment } from '../moment.ts'
import type { JoinView } from './model.ts'
import { memberWords } from '../member-words.ts'
import { groupPicture } from './words.ts'

/** What somebody is invited to, before they join. */
export function joinPage(chrome: Chrome, view: JoinView): string {
  const { problem } = view
  const about = view.about === '' ? '' : html`<p class="group-about" dir="auto">${view.about}</p>`
  return document(chrome, {
    title: `Join ${view.name}`,
    page: 'group',
    place: 'messages',
    main: html`<div class="sheet group-sheet">!${problem === undefined ? '' : html`<p class="error-summary" role="alert">${problem}</p>`}<article class="profile group-head" aria-labelledby="join-name"><p class="group-invited">!${inviter(view)}</p>!${avatar(groupPicture(view), 'large')}<h1 id="join-name"><bdi>${view.name}</bdi></h1><p class="profile-username">${memberWords(view.count)}</p>!${about}<form class="group-answers" method="post" action="/join/${view.token}/">!${csrfField(chrome)}<button class="button" data-variant="primary" type="submit">Join the group</button><a class="button" data-variant="quiet" href="/messages/">Not now</a></form>!${until(chrome, view)}</article></div>`,
  })
}

function inviter({ by }: JoinView): string {
  if (by === undefined) return 'You are invited to a group.'
  return html`<bdi class="group-person">${by.displayName}</bdi> (<a href="/people/${by.username}/">@${by.username}</a>) invites you to a group.`
}

function until(chrome: Chrome, { until: at }: JoinView): string {
  if (at === undefined) return ''
  return html`<p class="group-facts">You can join until !${moment(chrome, at, 'day')}, !${moment(chrome, at, 'clock')}.</p>`
}
