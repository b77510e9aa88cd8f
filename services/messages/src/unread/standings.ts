import { type Head, isGroup, type Own, type Pointer } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import { type Conversations, ownOf } from '../heads/conversations.ts'
import type { News } from '../heads/instance-news.ts'
import { laterHead } from '../heads/later-head.ts'
import type { Groups } from '../groups/groups.ts'
import { twoOf } from '../members.ts'
import type { StoredConversation } from '../store/store.ts'

const remembered = 2_000
/** Of one person; who has more is read from the store each time. */
const maxConversations = 300
const maxUnread = 1_000
const maxUnplaced = 1_000
/** How long what was read from the store is followed by news before it is read again. */
const trustedMs = 5_000

/** What is known of one person's conversations; of the members, only what is the person's own is followed. */
interface Standing {
  readAtMs: number
  conversations: Map<string, { head: Head; pointer: Pointer; own: Own | undefined }>
  /** Where something happened, and more than that is not known. */
  unknown: Set<string>
  /** Being looked up. */
  asked: Set<string>
  /** What happens meanwhile may be in what is read, or not. */
  isLoading: boolean
  loaded: Promise<void>
}

/**
 * In which conversations somebody is behind: read from the store, then followed by what all instances tell of heads and
 * pointers and of what people arrange, for some seconds. All of it only goes forward, so what comes late or twice changes nothing.
 */
export class Standings {
  readonly #conversations: Conversations
  readonly #clock: Clock
  readonly #isFollowed: () => boolean
  readonly #groups: Groups
  /** Groups in which something happened, whose members are not known here: as of which entry they have to be. */
  readonly #unplaced = new Map<string, number>()
  readonly #known = new LRUCache<string, Standing>({ max: remembered })

  /** @param parts.isFollowed whether news of other instances come in now */
  constructor(parts: {
    conversations: Conversations
    groups: Groups
    clock: Clock
    isFollowed: () => boolean
  }) {
    this.#groups = parts.groups
    this.#isFollowed = parts.isFollowed
    this.#conversations = parts.conversations
    this.#clock = parts.clock
  }

  /** A person's conversations with messages that the person has not read, by last activity, at most 1,000. */
  async behind(user: string): Promise<StoredConversation[]> {
    await this.#place()
    const standing = this.#of(user)
    try {
      await standing.loaded
      // Whoever asks meanwhile waits for the same.
      if (standing.unknown.size > 0) standing.loaded = this.#lookUp(user, standing)
      await standing.loaded
    } catch (error) {
      this.#known.delete(user)
      throw error
    }
    return [...standing.conversations]
      .filter(([, { head, pointer }]) => pointer.readN < head.n)
      .map(([conversation, { head, pointer, own }]) => ({
        conversation,
        head,
        pointers: [pointer],
        ...(own ? { owns: [{ user, ...own }] } : {}),
      }))
      .toSorted((one, other) => other.head.at - one.head.at)
      .slice(0, maxUnread)
  }

  learn({ heads, pointers, owns = [] }: News): void {
    for (const { conversation, head, reads, g = 0, moved = [] } of heads) {
      for (const user of this.#membersOf(conversation, g)) {
        const standing = this.#known.peek(user)
        if (!standing) continue
        const known = standing.conversations.get(conversation)
        if (!known) this.#note(user, standing, conversation)
        else known.head = laterHead(known.head, head)
      }
      for (const user of moved) this.#noteOf(user, conversation)
      for (const read of reads) this.#read(conversation, read)
    }
    for (const { conversation, pointer } of pointers) this.#read(conversation, pointer)
    for (const { conversation, user, own } of owns) {
      const standing = this.#known.peek(user)
      const known = standing?.conversations.get(conversation)
      if (known) known.own = later(own, known.own)
      else if (standing) this.#noteIfAsked(user, standing, conversation)
    }
  }

  /** News may have been lost: everything is read anew. */
  forget(): void {
    this.#known.clear()
    this.#unplaced.clear()
  }

  #membersOf(conversation: string, g: number): Iterable<string> {
    if (!isGroup(conversation)) return twoOf(conversation)
    const state = this.#groups.peek(conversation)
    if (state && state.seq >= g) return state.members.keys()
    this.#unplaced.set(conversation, g)
    if (this.#unplaced.size > maxUnplaced) this.forget()
    return []
  }

  /** Looks up whose groups those are in which something happened. */
  async #place(): Promise<void> {
    for (const [conversation, g] of this.#unplaced) {
      const state = await this.#groups.atLeast(conversation, g)
      for (const user of state?.members.keys() ?? []) this.#noteOf(user, conversation)
      if (this.#unplaced.get(conversation) === g) this.#unplaced.delete(conversation)
    }
  }

  #noteOf(user: string, conversation: string): void {
    const standing = this.#known.peek(user)
    if (standing) this.#note(user, standing, conversation)
  }

  #read(conversation: string, pointer: Pointer): void {
    const { user } = pointer
    const standing = this.#known.peek(user)
    const known = standing?.conversations.get(conversation)
    if (known && pointer.readN > known.pointer.readN) known.pointer = pointer
    // Where nobody is behind, reading further changes nothing.
    if (standing && !known) this.#noteIfAsked(user, standing, conversation)
  }

  /** What is on its way from the store may be older than this. */
  #noteIfAsked(user: string, standing: Standing, conversation: string): void {
    if (standing.isLoading || standing.asked.has(conversation)) this.#note(user, standing, conversation)
  }

  #note(user: string, standing: Standing, conversation: string): void {
    standing.unknown.add(conversation)
    this.#keepBounded(user, standing)
  }

  #keepBounded(user: string, standing: Standing): void {
    const { conversations, unknown } = standing
    if (unknown.size + conversations.size <= maxConversations) return
    if (this.#known.peek(user) === standing) this.#known.delete(user)
  }

  #of(user: string): Standing {
    const known = this.#known.get(user)
    const isTrusted = known && this.#isFollowed() && this.#clock.elapsed() - known.readAtMs < trustedMs
    if (isTrusted) return known
    const standing: Standing = {
      readAtMs: this.#clock.elapsed(),
      conversations: new Map(),
      unknown: new Set(),
      asked: new Set(),
      isLoading: true,
      loaded: Promise.resolve(),
    }
    // Known before it is read, so that it hears of what is written meanwhile.
    this.#known.set(user, standing)
    standing.loaded = this.#load(user, standing)
    standing.loaded.catch(() => undefined) // told to whoever waits for it
    return standing
  }

  async #load(user: string, standing: Standing): Promise<void> {
    for (const each of await this.#conversations.behind(user)) merge(user, standing, each)
    standing.isLoading = false
    this.#keepBounded(user, standing)
  }

  async #lookUp(user: string, standing: Standing): Promise<void> {
    standing.asked = new Set(standing.unknown)
    standing.unknown.clear()
    for (const each of await this.#conversations.some([...standing.asked], user)) merge(user, standing, each)
    standing.asked.clear()
  }
}

function merge(user: string, { conversations }: Standing, found: StoredConversation): void {
  const { conversation, head } = found
  const pointer = found.pointers.find((each) => each.user === user)
  // Of a group that the person has left.
  if (!pointer) return void conversations.delete(conversation)
  const known = conversations.get(conversation)
  conversations.set(conversation, {
    head: known ? laterHead(known.head, head) : head,
    pointer: known && known.pointer.readN > pointer.readN ? known.pointer : pointer,
    own: later(ownOf(found, user), known?.own),
  })
}

function later(one: Own | undefined, other: Own | undefined): Own | undefined {
  return (one?.revision ?? 0) >= (other?.revision ?? 0) ? one : other
}
