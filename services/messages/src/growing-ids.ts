import { randomBytes } from 'node:crypto'

/** Ids in the order in which they were made: by the clock, and within this process also in the same millisecond. */
export class GrowingIds {
  readonly #now: () => number
  #at = 0
  #count = 0

  constructor(now: () => number) {
    this.#now = now
  }

  next(): string {
    const now = this.#now()
    this.#count = now > this.#at ? 0 : this.#count + 1
    this.#at = Math.max(now, this.#at)
    const parts = [this.#at.toString(36).padStart(9, '0'), this.#count.toString(36).padStart(6, '0')]
    return [...parts, randomBytes(6).toString('hex')].join('-')
  }
}
