import { html } from 'ghtml'
import { avatarWithPresence } from './avatar-partial.ts'
import { badgeText, badgeWords } from './badge.ts'
import { parse } from './formatting/parse.ts'
import { previewText } from './formatting/preview-text.ts'
import { goneWords } from './gone-words.ts'
import type { ConversationView, InboxView, RenderContext } from './model.ts'
import { moment } from './moment.ts'
import { typingInRow } from './typing.ts'

/** The conversations of one person, newest first. Asks for itself anew on the event `parley:refresh`. */
export function conversationList(context: RenderContext, view: InboxView): string {
  const url = `/messages/${view.current === undefined ? '' : `?current=${view.current}`}`
  const items = view.conversations.map((one) => conversationItem(context, one, view.current))
  return html`<ul id="conversations" class="conversations" hx-get="${url}" hx-trigger="parley:refresh from:body" hx-select="#conversations" hx-swap="outerMorph">!${items.join('')}</ul>`
}

/** One line of the inbox. */
export function conversationItem(context: RenderContext, view: ConversationView, current?: string): string {
  const { peer, preview, unread } = view
  const at = preview?.at ?? ''
  return html`<li id="c-${peer.username}" class="conversation" data-username="${peer.username}" data-conversation="${view.conversation}" data-at="${at}" data-unread="${unread}"><a href="/messages/chat/${peer.username}/" !${peer.username === current ? 'aria-current="page"' : ''}>!${avatarWithPresence(peer)}<span class="conversation-top"><bdi class="conversation-name" data-slot="name">${peer.displayName}</bdi><span class="conversation-time" data-slot="time">!${at === '' ? '' : moment(context, at, 'short')}</span></span><span class="conversation-bottom">!${typingInRow}<span class="conversation-preview"><span data-slot="mine" !${preview?.mine && !preview.deleted ? '' : 'hidden'}>You: </span><bdi data-slot="preview">${preview?.deleted ? goneWords : previewText(preview?.text ?? '', parse)}</bdi></span><span class="badge" data-slot="unread" aria-hidden="true">${badgeText(unread)}</span><span class="sr-only" data-slot="unread-words">${unread > 0 ? badgeWords(unread) : ''}</span></span></a></li>`
}
