import { type Entry, limits } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { HeadNews } from '../heads/instance-news.ts'
import type { MessageRange } from '../store/store.ts'

/** Of one conversation; what comes within the pause between two counts of one person fits in. */
const keptOfEach = 256
/** Of all conversations: some 300 bytes each. */
const kept = 60_000
/** More than can be changed while older news of the same conversation are on their way. */
const keptChanges = 10_000

/**
 * The newest messages of conversations in which something was just written, as previews, numbered without a hole: so
 * that what has come since the last count is counted without asking the store.
 */
export class RecentMessages {
  readonly #known = new LRUCache<string, Entry[]>({
    maxSize: kept,
    sizeCalculation: (messages) => messages.length,
  })
  readonly #isFollowed: () => boolean
  /** The seq of the last entry that changed a message, where one did; older messages are not kept, as they may be others by now. */
  readonly #changedAt = new LRUCache<string, number>({ max: keptChanges })

  /** @param isFollowed whether news of other instances come in now: else what is known here may be deleted by now */
  constructor(isFollowed: () => boolean) {
    this.#isFollowed = isFollowed
  }

  /** News may have been lost. */
  forget(): void {
    this.#known.clear()
  }

  learn(news: readonly HeadNews[]): void {
    for (const { conversation, messages, changedAt } of news) {
      if (changedAt !== undefined) this.#forget(conversation, changedAt)
      // Another array each time, or its size would count as it was.
      const known = [...(this.#known.get(conversation) ?? [])]
      const changed = this.#changedAt.get(conversation) ?? 0
      for (const message of messages) {
        // What is behind the last change was not changed.
        if (message.seq > changed) append(known, { conversation, ...message })
      }
      if (known.length > 0) this.#known.set(conversation, known.slice(-keptOfEach))
    }
  }

  /** How many messages of others a range has, up to `limit`; undefined where not all of it is known here. */
  count(range: MessageRange, limit: number): number | undefined {
    const found = this.#of(range)
    return found && Math.min(limit, found.length)
  }

  /** The newest messages of others in a range, the newest first; undefined where the store has to say. */
  newest(range: MessageRange): Entry[] | undefined {
    if (!this.#isFollowed()) return undefined
    const known = this.#known.get(range.conversation)
    const first = known?.[0]
    if (!known || !first || (known.at(-1)?.n ?? 0) < range.upTo) return undefined
    const found = known.filter(({ n, by }) => n > range.above && n <= range.upTo && by !== range.notBy)
    const isWhole = first.n <= range.above + 1 || found.length >= limits.previews
    return isWhole ? found.slice(-limits.previews).toReversed() : undefined
  }

  #forget(conversation: string, changedAt: number): void {
    this.#known.delete(conversation)
    this.#changedAt.set(conversation, Math.max(changedAt, this.#changedAt.get(conversation) ?? 0))
  }

  #of({ conversation, notBy, above, upTo }: MessageRange): Entry[] | undefined {
    if (!this.#isFollowed()) return undefined
    const known = this.#known.get(conversation)
    const first = known?.[0]?.n
    if (!known || first === undefined || first > above + 1 || first + known.length <= upTo) return undefined
    return known.slice(above + 1 - first, upTo + 1 - first).filter(({ by }) => by !== notBy)
  }
}

/** Behind a hole begins a new run; what is known already, or older, changes nothing. */
function append(known: Entry[], message: Entry): void {
  const last = known.at(-1)?.n
  if (last !== undefined && message.n <= last) return
  if (last !== undefined && message.n > last + 1) known.length = 0
  known.push(message)
}
