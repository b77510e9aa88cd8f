import { html } from 'ghtml'
import { actionUrl, chatUrl } from './chat-address.ts'
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
    title: `Pinned messages ${'group' in peer ? 'in' : 'with'} ${peer.displayName}`,
    page: 'message',
    place: 'messages',
    main: html`<div class="sheet one-message"><p class="back-line"><a class="button" data-variant="quiet" href="${chatUrl(peer)}">!${icon(chrome, 'arrow-left')}Back to the conversation</a></p><header class="sheet-head"><h1>Pinned messages</h1><p class="sheet-words">${'group' in peer ? 'In the group' : 'In your conversation with'} <bdi>${peer.displayName}</bdi></p></header>!${rows.length > 0 ? keptList(chrome, rows) : nothing(chrome, view)}</div>`,
  })
}

function unpin(chrome: Chrome, { peer }: PinnedPageView, n: number): string {
  return html`<form method="post" action="${actionUrl(peer, 'unpin')}">!${csrfField(chrome)}<input type="hidden" name="id" value="${n}"><input type="hidden" name="back" value="pinned"><button class="button" data-variant="quiet" type="submit">!${icon(chrome, 'pin-off')}Unpin</button></form>`
}

function nothing(chrome: Chrome, { peer }: PinnedPageView): string {
  const who = 'group' in peer ? 'any member pins' : 'either of you pins'
  const whom = 'group' in peer ? 'for everybody in the group' : 'for both'
  return emptyState(chrome, {
    icon: 'pin',
    heading: 'Nothing is pinned',
    words: `What ${who}, from the menu of a message, is here and above the conversation, ${whom}.`,
  })
}
