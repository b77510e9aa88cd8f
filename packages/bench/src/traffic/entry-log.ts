interface Entry {
  seq: number
}

const maxKept = 500

/** One conversation's entries as a client has them: each applied once and in order, what is early kept. */
export class EntryLog<E extends Entry> {
  #last: number
  #target: number
  readonly #kept = new Map<number, E>()
  readonly #apply: (entry: E) => void

  constructor(last: number, apply: (entry: E) => void) {
    this.#last = last
    this.#target = last
    this.#apply = apply
  }

  /** The seq of the newest entry that was applied. */
  get last(): number {
    return this.#last
  }

  /** Whether entries are known to exist that are not here. */
  get isBehind(): boolean {
    return this.#last < this.#target
  }

  reaches(seq: number): void {
    this.#target = Math.max(this.#target, seq)
  }

  offer(entry: E): void {
    this.reaches(entry.seq)
    if (entry.seq <= this.#last) return
    if (entry.seq > this.#last + 1) {
      if (this.#kept.size < maxKept) this.#kept.set(entry.seq, entry)
      return
    }
    for (let next: E | undefined = entry; next; next = this.#kept.get(this.#last + 1)) {
      this.#kept.delete(next.seq)
      this.#last = next.seq
      this.#apply(next)
    }
  }
}
