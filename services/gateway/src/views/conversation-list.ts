import { html } from 'ghtml'
import { avatar, avatarWithPresence } from './avatar-partial.ts'
import { badgeText } from './badge.ts'
import { actionUrl, type Addressee, chatUrl } from './chat-address.ts'
import { parse } from './formatting/parse.ts'
import { previewText } from './formatting/preview-text.ts'
import { foldedWords, goneWords } from './gone-words.ts'
import { icon } from './icon.ts'
import type { ConversationView, InboxView, OwnView, RenderContext } from './model.ts'
import { mutedWords } from './muted-words.ts'
import { rowWords } from './row-words.ts'
import { moment } from './moment.ts'
import { typingInRow } from './typing.ts'

/** The conversations of one person, newest first. Asks for itself anew on the event `parley:refresh`. */
export function conversationList(context: RenderContext, view: InboxView): string {
  const url = listUrl(view, view.olderThan, view.current)
  const items = view.conversations.map((one) => conversationItem(context, one, view))
  return html`<ul id="conversations" class="conversations" !${view.archived ? 'data-archived' : ''} !${view.olderThan === undefined ? '' : 'data-older'} hx-get="${url}" hx-trigger="parley:refresh from:body" hx-select="#conversations" hx-swap="outerMorph">!${items.join('')}</ul>`
}

/** Where a page of the list is: the first one, or the one below a time. */
export function listUrl(
  { archived }: Pick<InboxView, 'archived'>,
  before?: number | null,
  current?: Addressee,
): string {
  const query = new URLSearchParams({
    ...(archived ? { archived: '1' } : {}),
    ...(before ? { before: String(before) } : {}),
    ...(current === undefined
      ? {}
      : 'group' in current
        ? { group: current.group }
        : { current: current.username }),
  })
  return query.size > 0 ? `/messages/?${query.toString()}` : '/messages/'
}

/** One line of the inbox. */
export function conversationItem(
  context: RenderContext,
  view: ConversationView,
  { current, archived }: Pick<InboxView, 'current' | 'archived'> = {},
): string {
  const { peer, preview, unread, mentions = 0, own } = view
  const at = preview?.at ?? view.at ?? ''
  const isCurrent = current !== undefined && chatUrl(current) === chatUrl(peer)
  return html`<li id="${rowId(peer)}" class="conversation" !${identity(peer)} data-conversation="${view.conversation}" data-at="${at}" data-unread="${unread}" data-mentions="${mentions}" !${ownData(own)} !${view.blocked ? 'data-blocked' : ''}><a href="${chatUrl(peer)}" !${isCurrent ? 'aria-current="page"' : ''}>!${'group' in peer ? avatar(peer) : avatarWithPresence(peer)}<span class="conversation-top"><bdi class="conversation-name" data-slot="name">${peer.displayName}</bdi>!${own?.muted ? flag(context, 'bell-off', mutedWords(own.hearsMentions)) : ''}<span class="conversation-time" data-slot="time">!${at === '' ? '' : moment(context, at, 'short')}</span></span><span class="conversation-bottom">!${typingInRow}!${previewLine(view)}!${own?.pinned ? flag(context, 'pin', 'Pinned') : ''}<span class="badge mention-badge" aria-hidden="true">@</span><span class="badge" data-slot="unread" aria-hidden="true">${badgeText(unread)}</span><span class="marked" aria-hidden="true"></span><span class="sr-only" data-slot="unread-words">${rowWords(unread, own?.marked, mentions)}</span></span></a><a class="conversation-more" href="${actionUrl(peer, 'arrange')}!${archived ? '?from=archived' : ''}" data-action="arrange" aria-label="${moreWords(peer)}">!${icon(context, 'ellipsis-vertical')}</a></li>`
}

/** What one can do with a conversation, for screen readers. */
export function moreWords(peer: ConversationView['peer']): string {
  return `More about the ${'group' in peer ? 'group' : 'conversation with'} ${peer.displayName}`
}

function previewLine({ peer, preview }: ConversationView): string {
  const { mine = false, deleted = false, folded = false, author = '', text = '' } = preview ?? {}
  const isNamed = author !== '' && !mine && !deleted
  const words = preview === null && 'group' in peer ? 'No messages yet' : previewText(text, parse)
  return html`<span class="conversation-preview"><span data-slot="mine" !${mine && !deleted ? '' : 'hidden'}>You: </span><span class="preview-author" data-slot="by" !${isNamed ? '' : 'hidden'}><bdi data-slot="author">${author}</bdi>: </span><bdi data-slot="preview">${deleted ? goneWords : folded ? foldedWords : words}</bdi></span>`
}

function rowId(peer: Addressee): string {
  return 'group' in peer ? `g-${peer.group}` : `c-${peer.username}`
}

function identity(peer: Addressee): string {
  return 'group' in peer ? html`data-group="${peer.group}"` : html`data-username="${peer.username}"`
}

/** How it is arranged, as attributes of a row and of a chat's head. */
export function ownData(own: OwnView | undefined): string {
  if (!own) return ''
  const flags = (['pinned', 'archived', 'muted', 'marked'] as const).filter((name) => own[name])
  const until = own.mutedUntil === undefined ? '' : html`data-muted-until="${own.mutedUntil}"`
  return html`data-revision="${own.revision}" !${flags.map((name) => `data-${name}`).join(' ')} !${until}`
}

function flag(context: RenderContext, name: 'bell-off' | 'pin', words: string): string {
  return html`<span class="conversation-flag">!${icon(context, name)}<span class="sr-only">${words}</span></span>`
}
