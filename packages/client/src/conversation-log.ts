import type { ClientEntry } from '@parley/contracts/socket'

/** Entries that came before their turn; what does not fit is asked for again. */
const maxEarly = 500

/** The reading end of one conversation's log: every entry once, in order, whatever comes how often and when. */
export class ConversationLog {
  readonly conversation: string
  readonly #apply: (entry: ClientEntry) => void
  readonly #early = new Map<number, ClientEntry>()
  /** What comes with its entries may have changed, though there may be no new ones. */
  isStale = false
  #last: number
  #target: number

  /** `last` is the seq of the newest entry that is known already. */
  constructor(conversation: string, last: number, apply: (entry: ClientEntry) => void) {
    this.conversation = conversation
    this.#apply = apply
    this.#last = last
    this.#target = last
  }

  get last(): number {
    return this.#last
  }

  /** Entries are known to exist that did not come yet, or what is asked for with them may have changed. */
  get isBehind(): boolean {
    return this.#target > this.#last || this.isStale
  }

  /** The log is said to reach up to `seq`. */
  reach(seq: number): void {
    this.#target = Math.max(this.#target, seq)
  }

  /** Nothing more is expected, until it comes. */
  rest(): void {
    this.#target = this.#last
    this.isStale = false
    this.#early.clear()
  }

  take(entry: ClientEntry): void {
    this.reach(entry.seq)
    if (entry.seq <= this.#last) return
    const first = firstOf(entry)
    if (first > this.#last + 1) {
      if (this.#early.size < maxEarly) this.#early.set(first, entry)
      return
    }
    let next: ClientEntry | undefined = entry
    while (next !== undefined) {
      this.#last = next.seq
      this.#early.delete(firstOf(next))
      this.#apply(next)
      next = this.#early.get(this.#last + 1)
    }
  }
}

/** A void may stand for several entries. */
function firstOf({ from, seq }: ClientEntry): number {
  return from ?? seq
}
