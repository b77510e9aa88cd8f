import type { ParleyClient } from '@parley/client'
import type { MessageState } from '../../views/model.ts'
import type { ChatPage, Page } from '../page.ts'
import { type MessageList, seqOf } from './message-list.ts'
import { setStatus, stateOf } from './message-status.ts'
import { further, stateBy } from './receipt-state.ts'

/** How far one's own messages got: with the other person, or with the last of a group. */
export class Receipts {
  readonly #client: ParleyClient
  readonly #me: string
  readonly #chat: ChatPage
  readonly #list: MessageList
  /** Those who have left the group since the page was made. */
  readonly #gone = new Set<string>()

  constructor(parts: { client: ParleyClient; page: Page; chat: ChatPage; list: MessageList }) {
    this.#client = parts.client
    this.#me = parts.page.viewer.id
    this.#chat = parts.chat
    this.#list = parts.list
    this.#client.on('receipt', ({ conversation, pointer }) => {
      if (conversation === this.#chat.conversation && pointer.user !== this.#me) this.show()
    })
    if (this.#chat.peerId !== undefined) return
    this.#client.on('online', () => {
      // Lists of conversations have only one's own pointer in a group.
      this.#client.history(this.#chat.conversation, { limit: 1 }).catch(() => undefined)
    })
    this.#client.on('entry', ({ conversation, group }) => {
      if (conversation !== this.#chat.conversation) return
      for (const { user, role } of group?.members ?? []) {
        if (role === null) this.#gone.add(user)
        else this.#gone.delete(user)
      }
    })
  }

  /** Of one's own message with this seq. */
  stateOf(seq: number): MessageState {
    const others = this.#client
      .pointers(this.#chat.conversation)
      .filter(({ user }) => user !== this.#me && !this.#gone.has(user))
    // Whoever is not known to be so far is not.
    const count = this.#chat.peerId === undefined ? this.#othersInGroup() : 1
    const states = others.map((pointer) => stateBy(pointer, seq))
    if (count === 0 || states.length < count) return 'sent'
    if (states.every((state) => state === 'read')) return 'read'
    return states.every((state) => state !== 'sent') ? 'delivered' : 'sent'
  }

  /** From the newest back to the first that was as far before. */
  show(): void {
    for (const message of this.#list.all().reverse()) {
      const known = stateOf(message)
      if (message.dataset.mine === undefined || seqOf(message) === 0 || known === undefined) continue
      const state = further(known, this.stateOf(seqOf(message)))
      if (state !== known) setStatus(message, state)
      else if (state === 'read') return
    }
  }

  #othersInGroup(): number {
    return (this.#client.groupOf(this.#chat.conversation)?.count ?? 0) - 1
  }
}
