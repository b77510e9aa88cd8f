import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import { icon } from './icon.ts'
import type { BlockedView, Chrome } from './model.ts'
import { moment } from './moment.ts'
import { pagination } from './pagination.ts'

/** Whom one blocks, each with the way to take it back. */
export function blockedPage(chrome: Chrome, view: BlockedView): string {
  const notice = view.isDone ? '<p class="notice" role="status">You have unblocked this person.</p>' : ''
  return document(chrome, {
    title: 'Blocked people',
    page: 'blocked',
    place: 'self',
    main: html`<div class="sheet"><p class="back-line"><a class="button" data-variant="quiet" href="/settings/#blocked">!${icon(chrome, 'arrow-left')}Settings</a></p><header class="sheet-head"><h1>Blocked people</h1>!${notice}</header>!${view.people.length === 0 ? nobody(chrome) : list(chrome, view)}!${pagination(chrome, view, (page) => `/settings/blocked/?page=${page}`)}</div>`,
  })
}

function list(chrome: Chrome, { people }: BlockedView): string {
  return html`<ul class="people">!${people.map((one) => row(chrome, one)).join('')}</ul>`
}

function row(chrome: Chrome, { person, at }: BlockedView['people'][number]): string {
  return html`<li class="person-row"><a class="person" href="/people/${person.username}/">!${avatar(person)}<span class="person-words"><bdi class="person-name">${person.displayName}</bdi><span class="person-username">@${person.username} · since !${moment(chrome, at, 'date')}</span></span></a><form method="post" action="/messages/unblock/${person.username}/">!${csrfField(chrome)}<input type="hidden" name="from" value="settings"><button class="button" data-variant="quiet" type="submit" aria-label="Unblock ${person.displayName}">Unblock</button></form></li>`
}

function nobody(chrome: Chrome): string {
  return emptyState(chrome, {
    icon: 'ban',
    heading: 'You block nobody',
    words: 'You can block a person from the menu of your conversation with them, or from their profile.',
  })
}
