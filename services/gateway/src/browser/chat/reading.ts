import type { ParleyClient } from '@parley/client'
import type { ChatPage } from '../page.ts'
import { type MessageList, seqOf } from './message-list.ts'
import type { Scrolling } from './scrolling.ts'

/** Marks as read what is shown in a visible, focused document, and nothing else. */
export class Reading {
  readonly #client: ParleyClient
  readonly #chat: ChatPage
  readonly #list: MessageList
  readonly #scrolling: Scrolling
  #seen = 0
  #isPlanned = false

  constructor(client: ParleyClient, chat: ChatPage, list: MessageList, scrolling: Scrolling) {
    this.#client = client
    this.#chat = chat
    this.#list = list
    this.#scrolling = scrolling
    const update = () => this.update()
    scrolling.element.addEventListener('scroll', update, { passive: true })
    window.addEventListener('focus', update)
    window.addEventListener('resize', update)
    document.addEventListener('visibilitychange', update)
    client.on('online', update)
    update()
  }

  /** Whether somebody is looking at this page now. */
  get isLookedAt(): boolean {
    return document.visibilityState === 'visible' && document.hasFocus()
  }

  /** The seq up to which the conversation was seen here. */
  get seen(): number {
    return this.#seen
  }

  /** With the newest message everything is seen that changed messages since. */
  #shownWith(message: HTMLElement, isLast: boolean): number {
    const seq = seqOf(message)
    if (!isLast || !this.#chat.isNewest) return seq
    return Math.max(seq, this.#client.position(this.#chat.conversation) ?? 0)
  }

  /** At most once a frame, after the layout is known. */
  update(): void {
    if (this.#isPlanned || !this.isLookedAt) return
    this.#isPlanned = true
    requestAnimationFrame(() => {
      this.#isPlanned = false
      if (!this.isLookedAt) return
      const numbered = this.#list.all().filter((message) => seqOf(message) > 0)
      const last = this.#scrolling.lastVisible(numbered)
      const seq = last === undefined ? 0 : this.#shownWith(last, last === numbered.at(-1))
      if (seq > 0 && seq >= this.#seen) this.#client.markRead(this.#chat.conversation, seq)
      this.#seen = Math.max(this.#seen, seq)
    })
  }
}
