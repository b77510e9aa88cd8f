import { html } from 'ghtml'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import { bellCount, unreadWords } from './mention-words.ts'
import type { Chrome } from './model.ts'
import { notificationLists } from './notification-lists.ts'

/** What the bell shows, as a page of its own. */
export function notificationsPage(chrome: Chrome): string {
  const view = chrome.bell ?? { count: 0, messages: [] }
  const count = bellCount(view)
  return document(chrome, {
    title: 'Notifications',
    page: 'notifications',
    place: 'notifications',
    main: html`<div class="sheet"><header class="sheet-head"><h1>Notifications</h1><p id="page-bell-words" class="sheet-words">${count > 0 ? unreadWords(count, view.mentions?.length ?? 0) : ''}</p></header>!${notificationLists(chrome, view, { id: 'page-bell-list', heading: 'h2' })}!${nothing(chrome)}<p class="sheet-foot"><a href="/messages/">See all messages</a></p></div>`,
  })
}

function nothing(chrome: Chrome): string {
  const state = emptyState(chrome, {
    icon: 'bell',
    heading: 'You have read everything',
    words: 'New messages are listed here until you read them.',
    action: '<a class="button" data-variant="quiet" href="/messages/">See all messages</a>',
  })
  return html`<div id="page-bell-empty" class="notifications-none">!${state}</div>`
}
