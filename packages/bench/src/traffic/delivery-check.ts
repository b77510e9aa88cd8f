const maxMissing = 10_000

/** What was wrong with the numbers that arrived. */
export interface DeliveryFaults {
  lost: number
  doubled: number
  reordered: number
}

/** Holds what arrives against what was sent: numbers 1, 2, 3 … each once and in order. */
export class DeliveryCheck {
  #sent = 0
  #last = 0
  #missing = new Set<number>()
  #uncounted = 0
  #doubled = 0
  #reordered = 0

  /** The number of the next thing to be sent. */
  sending(): number {
    this.#sent += 1
    return this.#sent
  }

  /** Whether this is the first time that it arrived. */
  arrived(number: number): boolean {
    if (number === this.#last + 1) {
      this.#last = number
      return true
    }
    if (number > this.#last && number <= this.#sent) {
      for (let skipped = this.#last + 1; skipped < number; skipped++) this.#miss(skipped)
      this.#last = number
      return true
    }
    if (this.#missing.delete(number)) {
      this.#reordered += 1
      return true
    }
    // Not a number of ours is as bad as one that was here already.
    this.#doubled += 1
    return false
  }

  get underWay(): number {
    return this.#sent - this.#last + this.#missing.size + this.#uncounted
  }

  get sent(): number {
    return this.#sent
  }

  /** As things stand now: what has not arrived counts as lost. */
  faults(): DeliveryFaults {
    return { lost: this.underWay, doubled: this.#doubled, reordered: this.#reordered }
  }

  #miss(number: number): void {
    if (this.#missing.size < maxMissing) this.#missing.add(number)
    else this.#uncounted += 1
  }
}

/** The faults of many checks in words, none where all is well. */
export function wordsFor(what: string, all: readonly DeliveryFaults[]): string[] {
  const total = { lost: 0, doubled: 0, reordered: 0 }
  for (const { lost, doubled, reordered } of all) {
    total.lost += lost
    total.doubled += doubled
    total.reordered += reordered
  }
  return Object.entries(total).flatMap(([fault, count]) => (count > 0 ? [`${count} ${what} ${fault}`] : []))
}
