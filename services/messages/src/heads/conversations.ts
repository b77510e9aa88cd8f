import { isArchived, isPinned, type Own, type Pointer } from '@parley/contracts'
import { twoOf } from '../members.ts'
import type { Place, Store, StoredConversation } from '../store/store.ts'
import type { Overlay } from './overlay.ts'

const maxBehind = 1_000
/** More than anybody can pin, even on several devices at once. */
const maxPinned = 100

/** Conversations as they are now: as stored, with what was written since laid over. */
export class Conversations {
  readonly #store: Store
  readonly #overlay: Overlay

  constructor(parts: { store: Store; overlay: Overlay }) {
    this.#store = parts.store
    this.#overlay = parts.overlay
  }

  /** One conversation; without entries it is empty. With a `user`, of a group that person's pointer alone. */
  async one(conversation: string, user?: string): Promise<StoredConversation> {
    const [found] = await this.#find([conversation], user)
    return found ?? this.#overlay.over(empty(conversation))
  }

  /** Those of some conversations that have entries, or somebody's pointers. */
  async some(conversations: string[], user?: string): Promise<StoredConversation[]> {
    const found = new Map((await this.#find(conversations, user)).map((each) => [each.conversation, each]))
    return conversations.map((one) => found.get(one) ?? this.#overlay.over(empty(one)))
  }

  /**
   * A person's conversations by last activity, newest first; of the `listed` ones the first page begins with those that
   * are pinned, beside its limit. Those with one and the same `at` stay on one page, since the next page starts below it
   * (as long as a page has room for them).
   */
  async listed(
    user: string,
    { before, limit, place }: { before?: number | undefined; limit: number; place: Place },
  ): Promise<{ conversations: StoredConversation[]; more: boolean }> {
    // Taken first: what is stored meanwhile leaves the overlay, and must not be missed in both.
    const laid = this.#overlay.of(user)
    // Each of those may stand on this page as stored and on an earlier one as it is now.
    const most = limit + 1 + laid.length
    const page = { limit: most, place, ...(before === undefined ? {} : { before }) }
    const hasPinned = place === 'listed' && before === undefined
    const [stored, pinned] = await Promise.all([
      this.#store.conversationsOf(user, page),
      hasPinned ? this.#store.conversationsOf(user, { limit: maxPinned, place: 'pinned' }) : [],
    ])
    // Whatever is moved meanwhile may be found twice.
    const once = new Map([...pinned, ...stored].map((each) => [each.conversation, each]))
    const all = (await this.#together([...once.values()], laid, user))
      .filter(({ head }) => head.seq > 0 && (before === undefined || head.at < before))
      .toSorted(byActivity)
    if (place === 'all') return cutPage(all, limit)
    const places = Map.groupBy(all, (each) => placeOf(each, user))
    const found = cutPage(places.get(place) ?? [], limit)
    const first = hasPinned ? (places.get('pinned') ?? []) : []
    return { conversations: [...first, ...found.conversations], more: found.more }
  }

  /** A person's conversations with messages that the person has not read, by last activity, at most 1,000. */
  async behind(user: string): Promise<StoredConversation[]> {
    const laid = this.#overlay.of(user)
    const stored = await this.#store.behind(user, maxBehind)
    return (await this.#together(stored, laid, user))
      .filter((each) => pointerOf(each, user).readN < each.head.n)
      .toSorted(byActivity)
      .slice(0, maxBehind)
  }

  /** Everybody's conversations with entries in the order of their ids, after one. */
  async inOrder(
    after: string,
    limit: number,
  ): Promise<{ conversations: StoredConversation[]; more: boolean }> {
    // Taken first: what is stored meanwhile leaves the overlay, and must not be missed in both.
    const laid = [...this.#overlay.all()].filter((one) => one > after)
    const stored = await this.#store.conversationIds(after, limit + 1)
    const ids = [...new Set([...stored, ...laid])].toSorted()
    const page = await this.some(ids.slice(0, limit))
    return { conversations: page.filter(({ head }) => head.seq > 0), more: ids.length > limit }
  }

  async #together(stored: StoredConversation[], laid: string[], user: string): Promise<StoredConversation[]> {
    const known = new Set(stored.map(({ conversation }) => conversation))
    const others = laid.filter((conversation) => !known.has(conversation))
    const found = new Map((await this.#find(others, user)).map((each) => [each.conversation, each]))
    const all = [
      ...stored.map((each) => this.#overlay.over(each)),
      ...others.map((conversation) => found.get(conversation) ?? this.#overlay.over(empty(conversation))),
    ]
    // A group that is laid over may be others' alone.
    return all.filter(({ pointers }) => pointers.some((pointer) => pointer.user === user))
  }

  async #find(conversations: string[], user?: string): Promise<StoredConversation[]> {
    if (conversations.length === 0) return []
    const found = await this.#store.find(conversations, user)
    return [...found.values()].map((each) => this.#overlay.over(each))
  }
}

export function pointerOf({ pointers }: StoredConversation, user: string): Pointer {
  return pointers.find((pointer) => pointer.user === user) ?? zero(user)
}

export function ownOf({ owns }: StoredConversation, user: string): Own | undefined {
  const found = owns?.find((own) => own.user === user)
  if (!found) return undefined
  const { user: _, ...own } = found
  return own
}

function placeOf(conversation: StoredConversation, user: string): Place {
  const own = ownOf(conversation, user)
  return isPinned(own) ? 'pinned' : isArchived(own, conversation.head) ? 'archived' : 'listed'
}

/** Newest first; at one time, always in the same order. */
function byActivity(one: StoredConversation, other: StoredConversation): number {
  return other.head.at - one.head.at || (one.conversation < other.conversation ? -1 : 1)
}

function empty(conversation: string): StoredConversation {
  return { conversation, head: { seq: 0, n: 0, at: 0 }, pointers: twoOf(conversation).map(zero) }
}

function zero(user: string): Pointer {
  return { user, readSeq: 0, readN: 0, deliveredSeq: 0 }
}

function cutPage(all: StoredConversation[], limit: number) {
  const next = all[limit]
  if (!next) return { conversations: all, more: false }
  const page = all.slice(0, limit)
  const whole = page.filter(({ head }) => head.at !== next.head.at)
  return { conversations: whole.length > 0 ? whole : page, more: true }
}
