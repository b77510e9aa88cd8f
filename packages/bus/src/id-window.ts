const windowMs = 120_000
const maxIds = 50_000

/**
 * Remembers ids for at least two minutes, in two generations that take turns; beyond 50,000 ids in a
 * generation for a shorter time, so that memory stays bounded.
 */
export class IdWindow {
  #now: () => number
  #current = new Set<string>()
  #previous = new Set<string>()
  #startedAt: number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#startedAt = now()
  }

  has(id: string): boolean {
    this.#turn()
    return this.#current.has(id) || this.#previous.has(id)
  }

  add(id: string): void {
    this.#turn()
    this.#current.add(id)
  }

  #turn(): void {
    const now = this.#now()
    const ageMs = now - this.#startedAt
    if (ageMs < windowMs && this.#current.size < maxIds) return
    this.#previous = ageMs < 2 * windowMs ? this.#current : new Set()
    this.#current = new Set()
    this.#startedAt = now
  }
}
