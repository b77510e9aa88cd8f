import { asTheyAre, cut, type Entry, forever, isGroup, isMuted, limits, type Unread } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import { ownOf, pointerOf } from '../heads/conversations.ts'
import type { MessageRange, Store, StoredConversation } from '../store/store.ts'
import type { RecentMessages } from './recent-messages.ts'
import type { Standings } from './standings.ts'

const remembered = 20_000
const conversationsAtOnce = 10

/** What a person has not read of one conversation, counted from `readN` up to `upTo`. */
interface Counted {
  conversation: StoredConversation
  readN: number
  /** Entries other than messages that the log had: one more may have taken something from the count, or changed a text. */
  changes: number
  upTo: number
  count: number
  /** The newest of what was counted, the newest first; undefined until it was asked for. */
  newest: Entry[] | undefined
}

/**
 * Counts what people have not read: the messages of others after readN. What was counted is remembered with its range,
 * so that only what has come since is counted. A range that was counted stays so until something but a message is written.
 */
export class UnreadCounter {
  readonly #store: Store
  readonly #standings: Standings
  readonly #recent: RecentMessages
  readonly #now: () => number
  readonly #known = new LRUCache<string, Counted>({ max: remembered })

  /** @param parts.now milliseconds since 1970: what is muted is muted for a time */
  constructor(parts: { store: Store; standings: Standings; recent: RecentMessages; now: () => number }) {
    this.#store = parts.store
    this.#standings = parts.standings
    this.#recent = parts.recent
    this.#now = parts.now
  }

  /** How much of each conversation a person has not read, up to 1,000 of each; in the order given. */
  async ofConversations(user: string, conversations: readonly StoredConversation[]): Promise<number[]> {
    const [counted = []] = await this.#count([{ user, conversations }])
    return counted.map(({ count }) => count)
  }

  /** How many messages that a person has not read mention the person, but for those by people whom the person blocks, of each conversation; altogether up to 100. */
  async mentionsIn(user: string, conversations: readonly StoredConversation[]): Promise<Map<string, number>> {
    const found = await this.#mentioning(user, conversations)
    const counts = new Map<string, number>()
    for (const { conversation } of found) counts.set(conversation, (counts.get(conversation) ?? 0) + 1)
    return counts
  }

  /** Nobody is mentioned between two. */
  async #mentioning(user: string, conversations: readonly StoredConversation[]): Promise<Entry[]> {
    const ranges = conversations
      .filter(({ conversation }) => isGroup(conversation))
      .map((each) => {
        const { conversation, head } = each
        const { readN } = pointerOf(each, user)
        return { conversation, notBy: user, above: readN, upTo: head.n, isChanged: true }
      })
      .filter(({ above, upTo }) => above < upTo)
    const found = ranges.length === 0 ? [] : await this.#store.mentioning(ranges, limits.mentionsCounted)
    return await this.#unblocked(user, found)
  }

  /** Without what in groups is by people whom a person blocks: of that nobody is notified. */
  async #unblocked(user: string, found: Entry[]): Promise<Entry[]> {
    if (!found.some(({ conversation }) => isGroup(conversation))) return found
    const blocked = new Set((await this.#store.blocks.by(user, limits.blocked)).map(({ of }) => of))
    return found.filter(({ conversation, by }) => !isGroup(conversation) || !blocked.has(by))
  }

  /** The whole count of each person without what is muted, and the newest messages of it, as previews; in the order given. */
  async ofPeople(users: readonly string[]): Promise<Unread[]> {
    const people = await Promise.all(
      users.map(async (user) => ({ user, ...this.#heard(user, await this.#standings.behind(user)) })),
    )
    const counted = await this.#count(people)
    return await Promise.all(
      people.map(async ({ user, until, hearing }, i) => {
        const unread = (counted[i] ?? []).filter(({ count }) => count > 0)
        const count = unread.reduce((sum, each) => sum + each.count, 0)
        const [newest, mentioning] = await Promise.all([
          this.#newest(user, unread).then((found) => this.#unblocked(user, found)),
          this.#mentioning(user, hearing),
        ])
        const mentions = mentioning.length > 0 ? { mentions: mentioning.map(preview) } : {}
        return { user, count, messages: newest, ...mentions, ...(until === undefined ? {} : { until }) }
      }),
    )
  }

  /** Those that are not muted now, with those where mentions are heard, and when the first of the others will not be. */
  #heard(user: string, behind: readonly StoredConversation[]) {
    const now = this.#now()
    const [heard, muted]: [StoredConversation[], number[]] = [[], []]
    const hearing: StoredConversation[] = []
    for (const conversation of behind) {
      const own = ownOf(conversation, user)
      if (!isMuted(own, now) || own?.hearsMentions) hearing.push(conversation)
      if (isMuted(own, now)) muted.push(own?.mutedUntil ?? forever)
      else heard.push(conversation)
    }
    const until = Math.min(forever, ...muted)
    return { conversations: heard, hearing, until: until < forever ? until : undefined }
  }

  async #count(
    people: { user: string; conversations: readonly StoredConversation[] }[],
  ): Promise<Counted[][]> {
    const asked: { user: string; from: Counted; range: MessageRange }[] = []
    const counted = people.map(({ user, conversations }) =>
      conversations.map((conversation) => {
        const from = this.#from(user, conversation)
        const range = rangeOf(user, from)
        if (range.above < range.upTo) asked.push({ user, from, range })
        return from
      }),
    )
    if (asked.length === 0) return counted
    const counts = await this.#countRanges(asked.map(({ range }) => range))
    const renewed = new Map(
      asked.map(({ user, from }, i) => [from, this.#extend(user, from, counts[i] ?? 0)]),
    )
    return counted.map((each) => each.map((one) => renewed.get(one) ?? one))
  }

  async #countRanges(ranges: MessageRange[]): Promise<number[]> {
    const recent = ranges.map((range) => this.#recent.count(range, limits.unreadCounted))
    const others = ranges.filter((_, i) => recent[i] === undefined)
    const counted = others.length > 0 ? await this.#store.count(others, limits.unreadCounted) : []
    const found = new Map(others.map((range, i) => [range, counted[i] ?? 0]))
    return ranges.map((range, i) => recent[i] ?? found.get(range) ?? 0)
  }

  /** What is known of a conversation already. */
  #from(user: string, conversation: StoredConversation): Counted {
    const { readN } = pointerOf(conversation, user)
    const known = this.#known.get(keyOf(user, conversation))
    // Nothing is counted behind the head: what is beyond it has been read or will be told of.
    const changes = changesIn(conversation)
    if (known?.readN === readN && known.changes === changes && known.upTo <= conversation.head.n)
      return { ...known, conversation }
    const upTo = Math.min(readN, conversation.head.n)
    return { conversation, readN, changes, upTo, count: 0, newest: undefined }
  }

  #extend(user: string, { conversation, readN, changes, count, newest }: Counted, more: number): Counted {
    const sum = Math.min(limits.unreadCounted, count + more)
    const known = {
      conversation,
      readN,
      changes,
      upTo: conversation.head.n,
      count: sum,
      newest: more === 0 ? newest : undefined,
    }
    this.#known.set(keyOf(user, conversation), known)
    return known
  }

  /** No message of a conversation is newer than its head: it is enough to look until no head is new enough. */
  async #newest(user: string, unread: readonly Counted[]): Promise<Entry[]> {
    let newest: Entry[] = []
    for (let done = 0; done < unread.length; done += conversationsAtOnce) {
      const oldest = newest[limits.previews - 1]
      if (oldest && (unread[done]?.conversation.head.at ?? 0) <= oldest.at) break
      const some = unread.slice(done, done + conversationsAtOnce)
      const found = await Promise.all(some.map((each) => this.#newestOf(user, each)))
      newest = [...newest, ...found.flat()]
        .toSorted((one, other) => other.at - one.at || other.seq - one.seq)
        .slice(0, limits.previews)
    }
    return newest
  }

  async #newestOf(user: string, counted: Counted): Promise<Entry[]> {
    if (counted.newest) return counted.newest
    const { conversation, readN, upTo, changes } = counted
    const range = {
      conversation: conversation.conversation,
      notBy: user,
      above: readN,
      upTo,
      isChanged: changes > 0,
    }
    const known = this.#recent.newest(range)
    counted.newest = known ?? (await this.#stored(range, Math.min(limits.previews, counted.count)))
    return counted.newest
  }

  async #stored(range: MessageRange, limit: number): Promise<Entry[]> {
    const found = await this.#store.newest(range, limit)
    const [first, last] = [found.at(-1)?.n, found[0]?.n]
    if (!range.isChanged || first === undefined || last === undefined) return found.map(preview)
    const changes = await this.#store.changesOf(range.conversation, first, last)
    return asTheyAre(found, changes)
      .filter(({ deleted }) => deleted === undefined)
      .map(preview)
  }
}

function rangeOf(user: string, { conversation, upTo }: Counted): MessageRange {
  return {
    conversation: conversation.conversation,
    notBy: user,
    above: upTo,
    upTo: conversation.head.n,
    isChanged: changesIn(conversation) > 0,
  }
}

function changesIn({ head }: StoredConversation): number {
  return head.seq - head.n
}

function keyOf(user: string, { conversation }: StoredConversation): string {
  return `${user} ${conversation}`
}

function preview(entry: Entry): Entry {
  return entry.text === undefined ? entry : { ...entry, text: cut(entry.text, limits.previewCharacters) }
}
