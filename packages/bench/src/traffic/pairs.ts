import { setTimeout as pause } from 'node:timers/promises'
import type { Meter } from '../statistics/meter.ts'
import { wordsFor } from './delivery-check.ts'
import type { OpenLine } from './line.ts'
import { Pair, type Side } from './pair.ts'

export type LinesOf = (pair: number) => [OpenLine, OpenLine]

const settleWithinMs = 15_000

/** Pairs of people, and the two ways to make them talk. */
export class Pairs {
  readonly #pairs: Pair[] = []
  readonly #meter: Meter
  #onArrival: (pair: Pair, from: Side) => void = () => undefined
  #timer: NodeJS.Timeout | undefined
  /** Messages of an open loop that were due and could not be sent, since too many were under way. */
  unsent = 0

  private constructor(meter: Meter) {
    this.#meter = meter
  }

  static async open(count: number, meter: Meter, linesOf: LinesOf): Promise<Pairs> {
    const pairs = new Pairs(meter)
    for (let i = 0; i < count; i++) {
      const onArrival = (pair: Pair, from: Side) => pairs.#onArrival(pair, from)
      const pair = new Pair({ meter: pairs.#meter, onArrival })
      await pair.open(...linesOf(i))
      pairs.#pairs.push(pair)
    }
    return pairs
  }

  /** Closed loop: `window` messages of each pair are under way; whoever gets one writes the next. */
  talk(window: number): void {
    this.#onArrival = (pair, from) => pair.send(from === 0 ? 1 : 0)
    for (const pair of this.#pairs) {
      for (let i = 0; i < window; i++) pair.send(i % 2 === 0 ? 0 : 1)
    }
  }

  /** Open loop: `perSecond` messages over all pairs, evenly, each timed from when it was due. */
  keepPace(perSecond: number): void {
    const startedAt = performance.now()
    let sent = 0
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond)
      for (; sent < due; sent++) {
        const pair = this.#pairs[sent % this.#pairs.length]
        const side: Side = Math.floor(sent / this.#pairs.length) % 2 === 0 ? 0 : 1
        if (!pair?.send(side, startedAt + ((sent + 1) / perSecond) * 1_000)) this.unsent += 1
      }
    }, 1)
  }

  /** Nobody writes any more; resolves when all has arrived, or too long after. */
  async settle(withinMs = settleWithinMs): Promise<void> {
    this.#onArrival = () => undefined
    clearInterval(this.#timer)
    const last = performance.now() + withinMs
    while (performance.now() < last && !this.#pairs.every((pair) => pair.isSettled)) await pause(10)
    // What is doubled comes late.
    await pause(100)
  }

  /** What went wrong, in words. */
  faults(): string[] {
    const failures = new Set(this.#pairs.flatMap((pair) => pair.failures))
    return [
      ...wordsFor(
        'messages',
        this.#pairs.flatMap((pair) => pair.deliveryFaults()),
      ),
      ...wordsFor(
        'confirmations',
        this.#pairs.flatMap((pair) => pair.confirmationFaults()),
      ),
      ...failures,
    ]
  }

  /** How many messages each pair has sent. */
  get sent(): number[] {
    return this.#pairs.map((pair) => pair.sent)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all(this.#pairs.map((pair) => pair.close()))
  }
}
