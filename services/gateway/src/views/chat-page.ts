import { html } from 'ghtml'
import { avatar } from './avatar-partial.ts'
import { composer } from './composer.ts'
import { aboutUrl, chatUrl } from './chat-address.ts'
import { moreWords, ownData } from './conversation-list.ts'
import { document } from './document.ts'
import { emojiPicker } from './emoji-picker.ts'
import { forwardDialog } from './forward-dialog.ts'
import { historyPartial } from './history.ts'
import { icon } from './icon.ts'
import { listPane } from './list-pane.ts'
import type { ChatView, Chrome, PartyView, PersonView } from './model.ts'
import { liveStatus } from './person-status.ts'
import { memberWords } from './member-words.ts'
import { mutedWords } from './muted-words.ts'
import { pinnedBar } from './pinned-bar.ts'
import { presence } from './presence.ts'
import { chatTemplates, listTemplates } from './templates.ts'
import { typingInHead } from './typing.ts'

/** One conversation, with the others beside it where there is room. */
export function chatPage(chrome: Chrome, view: ChatView): string {
  const { viewer } = chrome
  const { peer, conversation } = view
  const inbox = { conversations: view.conversations, current: peer }
  return document(chrome, {
    title: peer.displayName,
    page: 'chat',
    place: 'messages',
    skip: 'Skip to the conversation',
    data: {
      conversation,
      ...identity(peer),
      'peer-name': peer.displayName,
      ...(view.closed ? { closed: '' } : {}),
    },
    main: html`<div class="panes" data-pane="chat">!${listPane(chrome, inbox, 'h2')}<section class="chat-pane" aria-labelledby="chat-title">!${chatHead(chrome, view)}!${pinnedBar(chrome, view.pinned)}!${messages(chrome, view)}!${composer(chrome, view)}!${seenImage(view)}</section></div>!${emojiPicker(chrome)}!${forwardDialog(chrome)}`,
    templates: listTemplates(chrome) + (viewer === null ? '' : chatTemplates(chrome, viewer, conversation)),
  })
}

function chatHead(chrome: Chrome, view: ChatView): string {
  const { peer } = view
  return html`<header class="pane-head chat-head"><a class="chat-peer" href="${aboutUrl(peer)}">!${avatar(peer)}<div class="chat-peer-words"><div class="person-line"><h1 id="chat-title" class="chat-title"><bdi data-slot="chat-name">${peer.displayName}</bdi>!${muted(chrome, view)}</h1>!${'group' in peer ? '' : liveStatus(chrome, peer)}</div>!${typingInHead}!${'group' in peer ? members(peer.count ?? 0) : presence(chrome, peer)}</div></a><button id="allow-notifications" class="button" data-variant="quiet" type="button" hidden>!${icon(chrome, 'bell-ring')}<span class="notify-words">Notify me</span></button>!${arrangeLink(chrome, view)}</header>`
}

function identity(peer: PartyView): Record<string, string> {
  return 'group' in peer ? { group: peer.group } : { 'peer-username': peer.username }
}

function members(count: number): string {
  return html`<p id="group-count" class="presence" data-count="${count}">${memberWords(count)}</p>`
}

function muted(chrome: Chrome, { own }: ChatView): string {
  return html`<span id="chat-muted" class="conversation-flag" !${own?.muted ? '' : 'hidden'}>!${icon(chrome, 'bell-off')}<span class="sr-only" data-slot="muted-words">${mutedWords(own?.hearsMentions)}</span></span>`
}

function arrangeLink(chrome: Chrome, view: ChatView): string {
  const { arrangeUrl, own, peer, conversation, isPeerBlocked } = view
  if (arrangeUrl === undefined) return 'group' in peer ? '' : blockLink(chrome, peer, isPeerBlocked)
  const username = 'group' in peer ? '' : html`data-username="${peer.username}"`
  return html`<a id="chat-arrange" class="icon-button" href="${arrangeUrl}" data-action="arrange" data-conversation="${conversation}" !${username} data-unread="0" !${ownData(own)} !${isPeerBlocked ? 'data-blocked' : ''} aria-label="${moreWords(peer)}" data-tip="More">!${icon(chrome, 'ellipsis-vertical')}</a>`
}

/** Where nothing was written yet there is nothing else to do with it. */
function blockLink(chrome: Chrome, { username, displayName }: PersonView, isBlocked: boolean): string {
  const words = isBlocked ? 'Unblock' : 'Block'
  return html`<a class="icon-button" href="/messages/block/${username}/" aria-label="${words} ${displayName}" data-tip="${words}">!${icon(chrome, 'ban')}</a>`
}

function messages(chrome: Chrome, view: ChatView): string {
  return html`<div class="messages-frame"><div id="messages-scroll" class="messages-scroll" role="region" aria-label="Messages" tabindex="0"><div class="messages-column"><ol id="messages" class="messages" data-conversation="${view.conversation}" data-head-seq="${headSeq(view)}" !${view.isOlderPage ? 'data-older-page' : ''}>!${historyPartial(chrome, view, view.firstUnreadN)}</ol>!${view.isOlderPage ? toNewest(view) : ''}</div></div><button id="jump" class="jump" type="button" hidden>!${icon(chrome, 'arrow-down')}<span class="sr-only">To the newest message</span><span id="jump-count" class="badge"></span></button></div>`
}

function toNewest(view: ChatView): string {
  return html`<p class="older"><a class="button" data-variant="quiet" href="${chatUrl(view.peer)}">Back to the newest messages</a></p>`
}

function headSeq(view: ChatView): number {
  return view.isOlderPage ? (view.messages.at(-1)?.seq ?? 0) : view.seenSeq
}

function seenImage(view: ChatView): string {
  if (view.seenUrl === undefined) return ''
  return html`<noscript><img class="sr-only" src="${view.seenUrl}" alt=""></noscript>`
}
