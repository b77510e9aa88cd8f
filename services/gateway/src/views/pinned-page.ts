import { html } from 'ghtml'
import { csrfField } from './csrf-field.ts'
import { document } from './document.ts'
import { emptyState } from './empty-state.ts'
import { icon } from './icon.ts'
import { keptList } from './kept-list.ts'
import type { Chrome, PinnedPageView } from './model.ts'

/** All that is pinned in a conversation, the last pinned first. */
export function pinnedPage(chrome: Chrome, view: PinnedPageView): string {
  const { peer, messages } = view
  const rows = messages.map((message) => ({ message, action: unpin(chrome, view, message.n) }))
  return document(chrome, {
    title: `Pinned messages with ${peer.displayName}`,
    page: 'message',
    place: 'messages',
    main: html`<div class="sheet one-message"><p class="back-line"><a class="button" data-variant="quiet" href="/messages/chat/${peer.username}/">!${icon(chrome, 'arrow-left')}Back to the conversation</a></p><header class="sheet-head"><h1>Pinned messages</h1><p class="sheet-words">In your conversation with <bdi>${peer.displayName}</bdi></p></header>!${rows.length > 0 ? keptList(chrome, rows) : nothing(chrome)}</div>`,
  })
}

function unpin(chrome: Chrome, { peer }: PinnedPageView, n: number): string {
  return html`<form method="post" action="/messages/unpin/${peer.username}/">!${csrfField(chrome)}<input type="hidden" name="id" value="${n}"><input type="hidden" name="back" value="pinned"><button class="button" data-variant="quiet" type="submit">!${icon(chrome, 'pin-off')}Unpin</button></form>`
}

function nothing(chrome: Chrome): string {
  return emptyState(chrome, {
    icon: 'pin',
    heading: 'Nothing is pinned',
    words:
      'What either of you pins, from the menu of a message, is here and above the conversation, for both.',
  })
}
