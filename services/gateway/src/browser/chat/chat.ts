import type { ClientEvents, OutboxItem, ParleyClient } from '@parley/client'
import { plainText } from '../../views/formatting/plain-text.ts'
import type { AccountStore } from '../account-store.ts'
import { announce } from '../announcer.ts'
import { allWithin, clone } from '../elements.ts'
import { formattingOf } from '../formatting.ts'
import { putPartial } from '../htmx.ts'
import { isByBlocked } from '../is-by-blocked.ts'
import { localise } from '../local-times.ts'
import type { ChatPage, Page } from '../page.ts'
import { keepArranged } from './chat-arranged.ts'
import { handleComposer } from './composer.ts'
import { focusComposer } from './focus-composer.ts'
import { fold, foldQuotes } from './fold.ts'
import { keepGroupHead } from './group-head.ts'
import { Jump } from './jump.ts'
import { addLine } from './membership-lines.ts'
import { MessageChanges } from './message-changes.ts'
import { completeMentions } from './mention-completion.ts'
import { type MessageList, seqOf } from './message-list.ts'
import { setStatus } from './message-status.ts'
import { setText } from './message-text.ts'
import { hideNewLine, showNewLine } from './new-line.ts'
import { loadOlder } from './older-messages.ts'
import { keepPersonStatus } from './person-status.ts'
import { keepPresence } from './presence.ts'
import { addQuote, authorOf } from './quotes.ts'
import { Reading } from './reading.ts'
import { Receipts } from './receipts.ts'
import { Scrolling } from './scrolling.ts'
import { trim } from './trimming.ts'
import { showTyping } from './typing.ts'

export interface ChatParts {
  client: ParleyClient
  page: Page
  chat: ChatPage
  list: MessageList
  drafts: AccountStore
}

/** One conversation as it is talked in. */
export class Chat {
  readonly #client: ParleyClient
  readonly #me: string
  readonly #page: Page
  readonly #chat: ChatPage
  readonly #list: MessageList
  readonly #scrolling: Scrolling
  readonly #reading: Reading
  readonly #jump: Jump
  readonly #changes: MessageChanges
  readonly #receipts: Receipts
  /** The newest seq that was there when somebody last looked. */
  #lookedAtSeq: number

  constructor({ client, page, chat, list, drafts }: ChatParts, scroller: HTMLElement) {
    this.#client = client
    this.#me = page.viewer.id
    this.#page = page
    this.#chat = chat
    this.#list = list
    this.#scrolling = new Scrolling(scroller)
    list.groupAll()
    this.#lookedAtSeq = list.newestSeq()
    this.#jump = new Jump(this.#scrolling)
    this.#reading = new Reading(client, chat, list, this.#scrolling)
    loadOlder(list, scroller)
    keepPresence(client, chat.peerId)
    keepPersonStatus(client, chat.peerId)
    showTyping(client, chat.conversation)
    keepGroupHead(client, chat)
    this.#receipts = new Receipts({ client, page, chat, list })
    const isLookedAt = () => this.#reading.isLookedAt
    keepArranged(client, { page, conversation: chat.conversation, isLookedAt })
    completeMentions(client, page, chat)
    const composer = handleComposer({
      client,
      chat,
      drafts,
      seen: () => this.#reading.seen,
      toLastMessage: () => list.all().at(-1)?.focus(),
    })
    this.#changes = new MessageChanges({ client, page, chat, store: drafts, list, composer })
    this.#listen()
    this.#handleActions()
  }

  #listen(): void {
    const { conversation } = this.#chat
    this.#client.on('entry', (entry) => {
      if (entry.conversation === conversation) this.#entered(entry)
    })
    this.#client.on('outbox', (item) => {
      if (item.conversation === conversation) this.#moved(item)
    })
    this.#client.on('discarded', ({ clientId }) => {
      const message = this.#list.byClientId(clientId)
      if (message !== undefined && seqOf(message) === 0) this.#list.remove(message)
    })
  }

  /** An entry of the log, in its order. */
  #entered(entry: ClientEvents['entry']): void {
    if (entry.kind !== 'message') {
      this.#scrolling.keepView(() => {
        if (entry.kind !== 'members') this.#changes.apply(entry)
        else if (this.#chat.isNewest) addLine(this.#list, entry)
      })
      if (this.#lookedAtSeq === entry.seq - 1) this.#lookedAtSeq = entry.seq
      return this.#reading.update()
    }
    if (!this.#chat.isNewest || entry.html === undefined) return
    const { html, seq, by, text } = entry
    const isMine = by === this.#me
    const isFolded = isByBlocked(this.#page, entry)
    const isNewHere = isMine ? this.#list.byClientId(entry.clientId) === undefined : true
    const wasLookedAt = this.#reading.isLookedAt && this.#scrolling.isAtNewest
    this.#scrolling.keepView(() => {
      const hadFocus = isMine && this.#removeSending(entry.clientId)
      const place = this.#list.placeFor({ seq, order: 0 })
      putPartial(html, place ?? this.#list.element, place === undefined ? 'beforeend' : 'beforebegin')
      const message = this.#list.bySeq(seq)
      if (message === undefined) return
      localise(message)
      if (isFolded) fold(message)
      foldQuotes(message, this.#list)
      this.#list.group(message)
      if (hadFocus) message.focus({ preventScroll: true })
      if (isMine) this.#receipts.show()
      this.#noteAsNew(message, { seq, isLookedAt: wasLookedAt || isMine })
    })
    if (isNewHere && !this.#scrolling.isAtNewest) this.#jump.count()
    if (this.#scrolling.isAtNewest) trim(this.#list)
    if (!isMine && !isFolded && text !== undefined) this.#announce(text, this.#list.bySeq(seq))
    this.#reading.update()
  }

  #announce(text: string, message: HTMLElement | undefined): void {
    const name = message === undefined ? this.#chat.peerName : authorOf(message)
    const author = message?.dataset.mentionsMe === undefined ? name : `${name} mentioned you`
    formattingOf(text)
      .then((parse) => announce(`${author}: ${plainText(text, parse)}`))
      .catch((error: unknown) => reportError(error))
  }

  /** Whether it had the focus, which what comes in its place is to have. */
  #removeSending(clientId: string): boolean {
    const sending = this.#list.byClientId(clientId)
    const hadFocus = sending?.contains(document.activeElement) ?? false
    if (sending !== undefined) this.#list.remove(sending)
    return hadFocus
  }

  /** One's own are no news, but what comes after them may be. */
  #noteAsNew(message: HTMLElement, { seq, isLookedAt }: { seq: number; isLookedAt: boolean }): void {
    // Between two messages may be what is not shown.
    const previous = this.#list.previous(message)
    const isNext = this.#lookedAtSeq >= (previous ? seqOf(previous) : 0) || this.#reading.seen >= seq - 1
    if (!isNext) return
    if (isLookedAt) this.#lookedAtSeq = seq
    else showNewLine(message)
  }

  /** A message of one's own that is on its way. */
  #moved(item: OutboxItem): void {
    const known = this.#list.byClientId(item.clientId)
    if (known !== undefined && seqOf(known) > 0) return
    if (known === undefined && (item.state === 'sent' || !this.#chat.isNewest)) return
    const message = known ?? this.#createSending(item)
    if (message === undefined) return
    message.dataset.order = String(item.order)
    if (item.state === 'sent') this.#numbered(message, item)
    else {
      setStatus(message, item.state, item.error?.message)
      if (item.state === 'failed') announce('A message was not sent.')
    }
    this.#scrolling.keepView(() => this.#list.place(message))
    if (known !== undefined) return
    hideNewLine()
    this.#scrolling.toNewest()
  }

  #createSending({ clientId, text, re, createdAt }: OutboxItem): HTMLElement | undefined {
    const message = clone('tpl-message', HTMLLIElement)
    if (message === undefined) return undefined
    const at = new Date(createdAt).toISOString()
    message.dataset.clientId = clientId
    message.dataset.at = at
    for (const time of allWithin(message, 'time', HTMLTimeElement)) time.dateTime = at
    setText(message, text)
    if (re !== undefined) addQuote(message, { n: re, element: this.#list.byNumber(re) })
    localise(message)
    return message
  }

  /** It is in the log; its entry, rendered by the server, follows over the socket. */
  #numbered(message: HTMLElement, { seq = 0, n = 0, at = 0 }: OutboxItem): void {
    message.dataset.seq = String(seq)
    message.dataset.n = String(n)
    message.dataset.at = new Date(at).toISOString()
    message.id = `m-${n}`
    setStatus(message, this.#receipts.stateOf(seq))
  }

  #handleActions(): void {
    this.#list.element.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button[data-action]') : null
      const clientId = button?.closest('li.message')?.getAttribute('data-client-id')
      if (!(button instanceof HTMLButtonElement) || typeof clientId !== 'string') return
      const isRetry = button.dataset.action === 'retry'
      if (!isRetry && button.dataset.action !== 'discard') return
      const done = isRetry ? this.#client.retry(clientId) : this.#client.discard(clientId)
      done.catch((error: unknown) => reportError(error))
      focusComposer()
    })
    this.#list.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') focusComposer()
    })
    window.addEventListener('focus', () => {
      if (this.#scrolling.isAtNewest) this.#lookedAtSeq = this.#list.newestSeq()
    })
  }
}
