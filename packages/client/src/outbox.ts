import type { Entry } from '@parley/contracts/entries'
import { ParleyError, type PublicError } from '@parley/contracts/parley-error'
import { checkText } from './check-text.ts'
import type { OutboxItem } from './outbox-item.ts'
import type { OutboxStorage } from './outbox-storage.ts'

/** What an outbox holds at most; a browser keeps about 5 MB for a whole site. */
export const outboxBounds = { messages: 1_000, characters: 1_000_000 } as const

/** The outbox is full: something has to be sent or discarded first. */
export class OutboxFullError extends Error {
  constructor(cause?: unknown) {
    super('Too many messages are waiting to be sent. They go out when you are back online.', { cause })
    this.name = 'OutboxFullError'
  }
}

export interface OutboxParts {
  storage: OutboxStorage
  now: () => number
  newId: () => string
  /** An item is new or has another state; `sent` is its last. */
  changed: (item: OutboxItem) => void
  /** An item was discarded, here or in another tab. */
  discarded: (item: OutboxItem) => void
}

export interface Draft {
  conversation: string
  username?: string | undefined
  text: string
  re?: number | undefined
  seen?: number | undefined
}

/** One account's messages that are not in the log yet, in the order in which they were written. */
export class Outbox {
  readonly #parts: OutboxParts
  readonly #items = new Map<string, OutboxItem>()
  /** Not written to the storage yet: must not be sent, since after a crash nobody would know of it. */
  readonly #unstored = new Set<string>()
  #lastOrder = 0
  #stopWatching: () => void = () => {}

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  /** Reads what an earlier run or another tab left. */
  async start(): Promise<void> {
    const { storage } = this.#parts
    this.#stopWatching = storage.watch?.((clientId, item) => this.#seen(clientId, item)) ?? (() => {})
    for (const item of await storage.load()) {
      if (item.state === 'sent') await storage.remove(item.clientId)
      else if (!this.#items.has(item.clientId)) this.#seen(item.clientId, item)
    }
  }

  stop(): void {
    this.#stopWatching()
  }

  /** All, or those of one conversation, in order. */
  items(conversation?: string): OutboxItem[] {
    const all = [...this.#items.values()].sort(byOrder)
    return conversation === undefined ? all : all.filter((item) => item.conversation === conversation)
  }

  get(clientId: string): OutboxItem | undefined {
    return this.#items.get(clientId)
  }

  /** The message of a conversation that is to be sent next; undefined while none is, or it is not safely kept yet. */
  next(conversation: string): OutboxItem | undefined {
    const first = this.items(conversation).find(isToBeSent)
    return first === undefined || this.#unstored.has(first.clientId) ? undefined : first
  }

  /** @throws INVALID or TOO_LARGE for a text that no server takes, OutboxFullError */
  async add(draft: Draft): Promise<OutboxItem> {
    const { storage, now, newId, changed } = this.#parts
    checkText(draft.text)
    this.#checkRoom(draft.text.length)
    const { conversation, username, text, re, seen } = draft
    const item: OutboxItem = {
      clientId: newId(),
      conversation,
      ...(username === undefined ? {} : { username }),
      text,
      ...(re === undefined ? {} : { re }),
      ...(seen === undefined ? {} : { seen }),
      order: Math.max(now(), this.#lastOrder + 1),
      createdAt: now(),
      state: 'sending',
    }
    this.#lastOrder = item.order
    this.#items.set(item.clientId, item)
    this.#unstored.add(item.clientId)
    try {
      await storage.put(item)
    } catch (cause) {
      this.#items.delete(item.clientId)
      throw new OutboxFullError(cause)
    } finally {
      this.#unstored.delete(item.clientId)
    }
    changed(item)
    return item
  }

  /** The message is in the log, as `entry`. */
  async markSent(clientId: string, entry: Entry): Promise<void> {
    const item = this.#items.get(clientId)
    if (item === undefined) return
    this.#items.delete(clientId)
    const { error: _, ...rest } = item
    const sent: OutboxItem = { ...rest, state: 'sent', seq: entry.seq, n: entry.n, at: entry.at }
    this.#parts.changed(sent)
    // Other tabs learn where it stands from the first, and the second leaves nothing behind.
    await this.#parts.storage.update(sent)
    await this.#parts.storage.remove(clientId)
  }

  async markFailed(clientId: string, error: PublicError): Promise<void> {
    await this.#change(clientId, { state: 'failed', error })
  }

  /** With an `error`, it is not tried again by itself. */
  async markUnknown(clientId: string, error?: PublicError): Promise<void> {
    await this.#change(clientId, { state: 'unknown', ...(error === undefined ? {} : { error }) })
  }

  /** A failed message goes to the end of the queue; one of unknown fate keeps its place, and both their client ids. */
  async retry(clientId: string): Promise<void> {
    const item = this.#items.get(clientId)
    if (item === undefined || item.state === 'sending') return
    this.#lastOrder = Math.max(this.#parts.now(), this.#lastOrder + 1)
    await this.#change(clientId, {
      state: item.state === 'failed' ? 'sending' : 'unknown',
      ...(item.state === 'failed' ? { order: this.#lastOrder } : {}),
    })
  }

  /** @throws CONFLICT for a message that may be in the log already: it can only be sent again */
  async discard(clientId: string): Promise<void> {
    const item = this.#items.get(clientId)
    if (item === undefined) return
    if (item.state !== 'failed') throw new ParleyError('CONFLICT', 'This message may have been sent already.')
    this.#items.delete(clientId)
    this.#parts.discarded(item)
    await this.#parts.storage.remove(clientId)
  }

  async erase(): Promise<void> {
    this.#items.clear()
    await this.#parts.storage.erase()
  }

  /** `error` is replaced too: without one, there is none. */
  async #change(clientId: string, change: Partial<OutboxItem>): Promise<void> {
    const item = this.#items.get(clientId)
    if (item === undefined) return
    const { error: _, ...rest } = item
    const changed: OutboxItem = { ...rest, ...change }
    if (isSame(item, changed)) return
    this.#items.set(clientId, changed)
    this.#parts.changed(changed)
    await this.#parts.storage.update(changed)
  }

  /** What the storage or another tab says of an item. */
  #seen(clientId: string, item: OutboxItem | null): void {
    const known = this.#items.get(clientId)
    if (item === null || item.state === 'sent') {
      this.#items.delete(clientId)
      if (item !== null && known !== undefined) this.#parts.changed(item)
      else if (known !== undefined) this.#parts.discarded(known)
      return
    }
    this.#lastOrder = Math.max(this.#lastOrder, item.order)
    this.#items.set(clientId, item)
    this.#parts.changed(item)
  }

  #checkRoom(length: number): void {
    let characters = length
    for (const { text } of this.#items.values()) characters += text.length
    if (this.#items.size >= outboxBounds.messages || characters > outboxBounds.characters) {
      throw new OutboxFullError()
    }
  }
}

function isToBeSent({ state, error }: OutboxItem): boolean {
  return state === 'sending' || (state === 'unknown' && error === undefined)
}

function isSame(one: OutboxItem, other: OutboxItem): boolean {
  return one.state === other.state && one.order === other.order && one.error?.code === other.error?.code
}

function byOrder(one: OutboxItem, other: OutboxItem): number {
  return one.order - other.order || (one.clientId < other.clientId ? -1 : 1)
}
