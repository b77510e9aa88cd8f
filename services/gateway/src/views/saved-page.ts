import { html } from 'ghtml'
import { actionUrl } from './chat-address.ts'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import { icon } from './icon.ts'
import { keptList } from './kept-list.ts'
import type { Chrome, SavedRowView, SavedView } from './model.ts'

/** What one has saved for oneself, the last saved first. */
export function savedPage(chrome: Chrome, view: SavedView): string {
  const rows = view.rows.map((row) => ({
    message: row.message,
    where: whereOf(row),
    action: remove(chrome, row),
  }))
  return document(chrome, {
    title: 'Saved',
    page: 'message',
    place: 'messages',
    main: html`<div class="sheet one-message"><p class="back-line"><a class="button" data-variant="quiet" href="/messages/">!${icon(chrome, 'arrow-left')}Back to your messages</a></p><header class="sheet-head"><h1>Saved</h1><p class="sheet-words">Only you see what you save.</p></header>!${rows.length > 0 ? keptList(chrome, rows) : nothing(chrome, view)}!${pages(view)}</div>`,
  })
}

/** To whom one wrote it, and of others' messages in which group they are. */
function whereOf({ message, peer }: SavedRowView): string {
  if (message.mine) return `to ${peer.displayName}`
  return 'group' in peer ? `in ${peer.displayName}` : ''
}

function remove(chrome: Chrome, { message, peer }: SavedRowView): string {
  return html`<form method="post" action="${actionUrl(peer, 'unsave')}">!${csrfField(chrome)}<input type="hidden" name="id" value="${message.n}"><input type="hidden" name="back" value="saved"><button class="button" data-variant="quiet" type="submit">!${icon(chrome, 'bookmark-minus')}Remove</button></form>`
}

function pages({ isFirst, older }: SavedView): string {
  const newest = '<a class="button" data-variant="quiet" href="/messages/saved/">Back to the newest</a>'
  const next = html`<a class="button" data-variant="quiet" rel="next" href="/messages/saved/?before=${older ?? ''}">Show older ones</a>`
  const links = (isFirst ? '' : newest) + (older === null ? '' : next)
  return links === '' ? '' : `<nav class="list-pages" aria-label="Pages">${links}</nav>`
}

function nothing(chrome: Chrome, { isFirst }: SavedView): string {
  return emptyState(chrome, {
    icon: 'bookmark',
    heading: isFirst ? 'Nothing is saved' : 'There is nothing more',
    words: 'What you save, from the menu of a message, waits for you here.',
  })
}
