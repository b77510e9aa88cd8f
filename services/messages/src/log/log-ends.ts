import { LRUCache } from 'lru-cache'
import type { LogEnd, Store } from '../store/store.ts'

const remembered = 50_000
const nothing: LogEnd = { seq: 0, n: 0, at: 0 }

/** How far each conversation's log is known to reach at least. Bounded: what is forgotten is asked for again. */
export class LogEnds {
  readonly #store: Store
  readonly #known = new LRUCache<string, LogEnd>({ max: remembered })

  constructor(store: Store) {
    this.#store = store
  }

  learn(conversation: string, end: LogEnd): void {
    const known = this.#known.get(conversation)
    if (known && known.seq >= end.seq) return
    const { seq, n, at, g } = end
    this.#known.set(conversation, { seq, n, at, ...(g === undefined ? {} : { g }) })
  }

  /** What is known here, without asking anybody. */
  known(conversation: string): LogEnd | undefined {
    return this.#known.get(conversation)
  }

  /** What is known here, else what the store has. */
  async of(conversations: Iterable<string>): Promise<Map<string, LogEnd>> {
    const ends = new Map<string, LogEnd>()
    const unknown: string[] = []
    for (const conversation of conversations) {
      const known = this.#known.get(conversation)
      if (known) ends.set(conversation, known)
      else unknown.push(conversation)
    }
    if (unknown.length > 0) {
      for (const [conversation, end] of await this.#ask(unknown)) ends.set(conversation, end)
    }
    return ends
  }

  /** What the store has now. */
  async refresh(conversation: string): Promise<LogEnd> {
    return (await this.#ask([conversation])).get(conversation) ?? nothing
  }

  /** The end, looked up unless it is known to reach `seq`. */
  async reaching(conversation: string, seq: number): Promise<LogEnd> {
    const known = this.#known.get(conversation)
    return known && known.seq >= seq ? known : await this.refresh(conversation)
  }

  /** How many messages there are up to an entry, which must be in the log. */
  async nAt(conversation: string, seq: number, end: LogEnd): Promise<number> {
    if (seq >= end.seq) return end.n
    // All of them messages, so each has its seq for a number.
    if (end.n === end.seq) return seq
    return (await this.#store.bySeq(conversation, seq))?.n ?? 0
  }

  async #ask(conversations: string[]): Promise<Map<string, LogEnd>> {
    const found = await this.#store.logEnds(conversations)
    const ends = new Map<string, LogEnd>()
    for (const conversation of conversations) {
      this.learn(conversation, found.get(conversation) ?? nothing)
      ends.set(conversation, this.#known.get(conversation) ?? nothing)
    }
    return ends
  }
}
