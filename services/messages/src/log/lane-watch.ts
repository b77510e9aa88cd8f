import type { Clock } from '../clock.ts'
import type { Lane, Store } from '../store/store.ts'

const stillMs = 5_000
const stillLooks = 4

interface Seen {
  beat: number
  sinceMs: number
  looks: number
}

/** Finds lanes whose writers are dead. No clocks are compared: a beat that stood still for 5 s of this one's is still. */
export class LaneWatch {
  readonly #store: Store
  readonly #clock: Clock
  readonly #isOwn: (id: string) => boolean
  #seen = new Map<string, Seen>()

  constructor(parts: { store: Store; clock: Clock; isOwn: (id: string) => boolean }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#isOwn = parts.isOwn
  }

  /** Looks once more: the lanes to take over. */
  async look(): Promise<Lane[]> {
    const others = (await this.#store.lanes()).filter(({ id }) => !this.#isOwn(id))
    if (this.#store.exclusive) return others
    const before = this.#seen
    this.#seen = new Map(others.map((lane) => [lane.id, this.#compare(lane, before.get(lane.id))]))
    return others.filter(({ id }) => this.#isDead(id))
  }

  #compare({ beat }: Lane, seen: Seen | undefined): Seen {
    if (seen?.beat === beat) return { ...seen, looks: seen.looks + 1 }
    return { beat, sinceMs: this.#clock.elapsed(), looks: 1 }
  }

  // Several looks: if this process itself stood still, both may wake at once, and the other has not beaten yet.
  #isDead(id: string): boolean {
    const seen = this.#seen.get(id)
    if (!seen) return false
    return seen.looks >= stillLooks && this.#clock.elapsed() - seen.sinceMs >= stillMs
  }
}
