import type { Entry } from '@parley/contracts'

export interface LogCursorParts {
  /** Entries after a seq, oldest first, and how far the log goes. */
  fetch: (after: number) => Promise<{ entries: readonly Entry[]; head: { seq: number } }>
  pass: (entry: Entry) => void
  /** Whether anybody still wants entries. */
  isWanted: () => boolean
  onFailure: (error: unknown) => void
}

const firstPauseMs = 1_000
const maxPauseMs = 15_000

/** Passes on one conversation's entries from a seq on: each once, in order, none left out, whatever of them comes by itself. */
export class LogCursor {
  #parts: LogCursorParts
  #last: number
  /** How far the log goes, as far as was heard. */
  #known: number
  #fetching = false
  #checkAgain = false
  #pauseMs = firstPauseMs
  #retryAt: number | undefined

  constructor(last: number, parts: LogCursorParts) {
    this.#last = last
    this.#known = last
    this.#parts = parts
  }

  offer(entry: Entry): void {
    // What stands for several entries may begin before.
    if ((entry.from ?? entry.seq) <= this.#last + 1 && entry.seq > this.#last) {
      this.#last = entry.seq
      this.#parts.pass(entry)
    } else this.reached(entry.seq)
  }

  /** The log goes at least so far. */
  reached(seq: number): void {
    this.#known = Math.max(this.#known, seq)
    if (this.#known > this.#last && !this.#fetching && this.#retryAt === undefined) void this.#catchUp()
  }

  /** Looks whether there is more than was heard of. */
  check(): void {
    if (this.#fetching) this.#checkAgain = true
    else void this.#catchUp()
  }

  /** To be called every second. */
  tick(now: number): void {
    if (this.#retryAt !== undefined && now >= this.#retryAt) this.check()
  }

  async #catchUp(): Promise<void> {
    this.#fetching = true
    this.#retryAt = undefined
    try {
      do {
        this.#checkAgain = false
        await this.#fetchPage()
      } while (this.#parts.isWanted() && (this.#checkAgain || this.#last < this.#known))
      this.#pauseMs = firstPauseMs
    } catch (error) {
      this.#parts.onFailure(error)
      this.#retryAt = Date.now() + this.#pauseMs
      this.#pauseMs = Math.min(this.#pauseMs * 2, maxPauseMs)
    } finally {
      this.#fetching = false
    }
  }

  async #fetchPage(): Promise<void> {
    const from = this.#last
    const { entries, head } = await this.#parts.fetch(from)
    this.#known = Math.max(this.#known, head.seq)
    for (const entry of entries) if ((entry.from ?? entry.seq) <= this.#last + 1) this.offer(entry)
    if (this.#last === from && this.#known > from) throw new Error('the log cannot be read as far as it goes')
  }
}
