import { LaneOutbox, type OutboxParts } from './lane-outbox.ts'

/** The lanes that this process writes to. One that was lost is no longer among them: it is finished as a dead one's. */
export class OwnLanes {
  readonly #parts: OutboxParts & { makeId: () => string }
  #lanes = new Map<string, LaneOutbox>()
  /** Own before they are stored, or whoever watches here would take them for a dead one's. */
  #opening = new Set<string>()

  constructor(parts: OutboxParts & { makeId: () => string }) {
    this.#parts = parts
  }

  all(): LaneOutbox[] {
    this.#forgetLost()
    return [...this.#lanes.values()]
  }

  has(id: string): boolean {
    return this.#opening.has(id) || this.#lanes.get(id)?.isLost === false
  }

  /** A new lane, stored before its first record. @throws ParleyError UNAVAILABLE */
  async open(): Promise<LaneOutbox> {
    const lane = new LaneOutbox(this.#parts.makeId(), this.#parts)
    this.#opening.add(lane.id)
    try {
      await this.#parts.store.openLane(lane.id)
      // Not sooner: a beat that finds no lane in the store takes it for lost.
      this.#lanes.set(lane.id, lane)
    } finally {
      this.#opening.delete(lane.id)
    }
    return lane
  }

  async beat(): Promise<void> {
    await Promise.all(this.all().map((lane) => lane.beat()))
  }

  publishAgain(): void {
    for (const lane of this.all()) lane.publishAgain()
  }

  /** Publishes what is left; a lane that is finished then leaves nothing behind. */
  async close(): Promise<void> {
    await Promise.all(this.all().map((lane) => this.#closeLane(lane)))
  }

  async #closeLane(lane: LaneOutbox): Promise<void> {
    const { store, onError } = this.#parts
    try {
      await lane.close()
      await lane.beat()
      if (lane.isDone && !lane.isLost) await store.removeLane(lane.id)
    } catch (error) {
      onError(error)
    }
  }

  #forgetLost(): void {
    for (const [id, lane] of this.#lanes) if (lane.isLost) this.#lanes.delete(id)
  }
}
