import { type Head, isGroup, type Pointer } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Groups } from '../groups/groups.ts'
import { twoOf } from '../members.ts'
import type { StoredConversation } from '../store/store.ts'
import type { HeadNews } from './instance-news.ts'
import { laterHead } from './later-head.ts'

/**
 * Conversations whose heads are newer than stored ones. At this bound no more is written until they are stored; at
 * twice the bound what others write is not laid over, and is seen when they have stored it, half a second later.
 */
const maxConversations = 20_000

const maxSettled = 10_000

interface Laid {
  head: Head
  reads: Map<string, Pointer>
  learnedAtMs: number
}

/** Heads of what was just written, here or by other instances, laid over the stored ones until these catch up. */
export class Overlay {
  readonly #clock: Clock
  readonly #groups: Groups
  readonly #laid = new Map<string, Laid>()
  /** Stored by now, but what was read a moment before may not have them. */
  readonly #settled = new LRUCache<string, Laid>({ max: maxSettled })
  /** Those of two people. */
  readonly #ofUser = new Map<string, Set<string>>()
  readonly #laidGroups = new Set<string>()

  constructor(clock: Clock, groups: Groups) {
    this.#clock = clock
    this.#groups = groups
  }

  get size(): number {
    return this.#laid.size
  }

  get isFull(): boolean {
    return this.#laid.size >= maxConversations
  }

  learn(news: readonly HeadNews[]): void {
    for (const each of news) this.#learn(each)
  }

  /** A stored conversation as it is now. */
  over(stored: StoredConversation): StoredConversation {
    const { conversation } = stored
    const settled = laidOver(stored, this.#settled.get(conversation))
    return laidOver(settled, this.#laid.get(conversation))
  }

  /** A person's conversations that are laid over, and groups that may be the person's. */
  of(user: string): string[] {
    const groups = [...this.#laidGroups].filter(
      (conversation) => this.#groups.peek(conversation)?.members.has(user) ?? true,
    )
    return [...(this.#ofUser.get(user) ?? []), ...groups]
  }

  /** All conversations that are laid over. */
  all(): Iterable<string> {
    return this.#laid.keys()
  }

  /** The stored head has come this far: nothing needs to be laid over it any more. */
  stored(conversation: string, seq: number): void {
    const laid = this.#laid.get(conversation)
    if (!laid || laid.head.seq > seq) return
    this.#laid.delete(conversation)
    this.#settled.set(conversation, laid)
    this.#laidGroups.delete(conversation)
    for (const user of twoOf(conversation)) {
      const conversations = this.#ofUser.get(user)
      conversations?.delete(conversation)
      if (conversations?.size === 0) this.#ofUser.delete(user)
    }
  }

  /** Those that were not renewed for a while, at most `limit`. */
  olderThan(ms: number, limit: number): string[] {
    const old = this.#clock.elapsed() - ms
    const found: string[] = []
    for (const [conversation, { learnedAtMs }] of this.#laid) {
      if (found.length === limit || learnedAtMs > old) break
      found.push(conversation)
    }
    return found
  }

  /** Looked at in vain: the others come first now. */
  postpone(conversation: string): void {
    const laid = this.#laid.get(conversation)
    if (!laid) return
    this.#laid.delete(conversation)
    this.#laid.set(conversation, { ...laid, learnedAtMs: this.#clock.elapsed() })
  }

  #learn({ conversation, head, reads }: HeadNews): void {
    const known = this.#laid.get(conversation)
    if (!known && this.#laid.size >= 2 * maxConversations) return
    const merged = new Map(known?.reads)
    for (const read of reads) merged.set(read.user, furthest(read, merged.get(read.user)))
    // Set anew, so that the map is in the order of learning.
    this.#laid.delete(conversation)
    this.#laid.set(conversation, {
      head: known ? laterHead(known.head, head) : head,
      reads: merged,
      learnedAtMs: this.#clock.elapsed(),
    })
    if (isGroup(conversation)) this.#laidGroups.add(conversation)
    for (const user of twoOf(conversation)) {
      const conversations = this.#ofUser.get(user)
      if (conversations) conversations.add(conversation)
      else this.#ofUser.set(user, new Set([conversation]))
    }
  }
}

function laidOver(stored: StoredConversation, laid: Laid | undefined): StoredConversation {
  if (!laid) return stored
  return {
    ...stored,
    head: laterHead(laid.head, stored.head),
    pointers: stored.pointers.map((pointer) => furthest(pointer, laid.reads.get(pointer.user))),
  }
}

function furthest(one: Pointer, other: Pointer | undefined): Pointer {
  if (!other) return one
  return {
    user: one.user,
    readSeq: Math.max(one.readSeq, other.readSeq),
    readN: Math.max(one.readN, other.readN),
    deliveredSeq: Math.max(one.deliveredSeq, other.deliveredSeq),
  }
}
