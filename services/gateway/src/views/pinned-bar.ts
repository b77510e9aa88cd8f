import { html } from 'ghtml'
import { actionUrl } from './chat-address.ts'
import { parse } from './formatting/parse.ts'
import { previewText } from './formatting/preview-text.ts'
import { foldedWords } from './gone-words.ts'
import { icon } from './icon.ts'
import type { PinnedView, RenderContext } from './model.ts'

/** Above the chat: the message that was pinned last, and the way to all. Asks for itself anew on the event `parley:pinned`. */
export function pinnedBar(context: RenderContext, { to, messages }: PinnedView): string {
  const url = actionUrl(to, 'pinned')
  const numbers = messages.map(({ n }) => n).join(' ')
  return html`<aside id="pinned" class="pinned-bar" aria-label="Pinned messages" data-numbers="${numbers}" hx-get="${url}?for=bar" hx-trigger="parley:pinned delay:50ms" hx-swap="outerMorph" !${messages.length === 0 ? 'hidden' : ''}>!${newest(context, messages[0])}!${messages.length > 1 ? html`<a class="pinned-all" href="${url}">All ${messages.length}</a>` : ''}</aside>`
}

function newest(context: RenderContext, message: PinnedView['messages'][number] | undefined): string {
  if (message === undefined) return ''
  const { n, url = '' } = message
  return html`<a class="pinned-newest" href="${url}" data-n="${n}">!${icon(context, 'pin')}<span class="pinned-words"><span class="pinned-title">Pinned message</span><span class="pinned-text">!${words(message)}</span></span></a>`
}

function words({ mine, author, text, folded }: PinnedView['messages'][number]): string {
  if (folded) return foldedWords
  return html`<bdi>${mine ? 'You' : author.displayName}</bdi>: ${previewText(text, parse)}`
}
