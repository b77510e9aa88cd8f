import type { Meter } from '../statistics/meter.ts'
import { DeliveryCheck, type DeliveryFaults } from './delivery-check.ts'
import type { Line, LineListener, OpenLine } from './line.ts'

/** Messages of one direction that may be under way at once. */
const maxUnderWay = 8_192
/** A message as people write it: some eighty characters, its number first. */
const filler = 'is what this message would say if anybody had written it for another.'

export type Side = 0 | 1

/** One way between two people: what is sent is timed, and held against what arrives and what is confirmed. */
class Direction {
  readonly delivered = new DeliveryCheck()
  readonly confirmed = new DeliveryCheck()
  readonly #dueAt = new Float64Array(maxUnderWay)

  next(dueAt: number): string | undefined {
    if (this.delivered.underWay >= maxUnderWay) return undefined
    const number = this.delivered.sending()
    this.confirmed.sending()
    this.#dueAt[number % maxUnderWay] = dueAt
    return `${number} ${filler}`
  }

  /** How long it took, undefined where this was not its first arrival. */
  arrived(text: string): number | undefined {
    const number = Number.parseInt(text, 10)
    if (!this.delivered.arrived(number)) return undefined
    return performance.now() - (this.#dueAt[number % maxUnderWay] ?? 0)
  }
}

export interface PairParts {
  meter: Meter
  /** The message of this side has reached the other. */
  onArrival: (pair: Pair, from: Side) => void
}

/** Two people who write to each other. */
export class Pair {
  readonly #parts: PairParts
  readonly #directions = [new Direction(), new Direction()] as const
  readonly #failures: string[] = []
  #lines: [Line, Line] | undefined

  constructor(parts: PairParts) {
    this.#parts = parts
  }

  async open(first: OpenLine, second: OpenLine): Promise<void> {
    this.#lines = await Promise.all([first(this.#listener(0)), second(this.#listener(1))])
  }

  /** Sends the next message, which was due at `dueAt`; false where too many are under way. */
  send(from: Side, dueAt = performance.now()): boolean {
    const text = this.#directions[from].next(dueAt)
    if (text === undefined) return false
    this.#lines?.[from].send(text)
    return true
  }

  get sent(): number {
    return this.#directions[0].delivered.sent + this.#directions[1].delivered.sent
  }

  /** Whether everything sent has arrived and is confirmed. */
  get isSettled(): boolean {
    const waits = this.#lines?.[0].confirms ?? false
    return this.#directions.every(
      ({ delivered, confirmed }) => delivered.underWay === 0 && (!waits || confirmed.underWay === 0),
    )
  }

  get failures(): readonly string[] {
    return this.#failures
  }

  deliveryFaults(): DeliveryFaults[] {
    return this.#directions.map(({ delivered }) => delivered.faults())
  }

  confirmationFaults(): DeliveryFaults[] {
    return this.#lines?.[0].confirms ? this.#directions.map(({ confirmed }) => confirmed.faults()) : []
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines?.map((line) => line.close()) ?? [])
  }

  #listener(side: Side): LineListener {
    const own = this.#directions[side]
    const from: Side = side === 0 ? 1 : 0
    const others = this.#directions[from]
    return {
      delivered: (text) => {
        const ms = others.arrived(text)
        if (ms === undefined) return
        this.#parts.meter.took(ms)
        this.#parts.onArrival(this, from)
      },
      confirmed: (text) => void own.confirmed.arrived(Number.parseInt(text, 10)),
      failed: (reason) => {
        if (this.#failures.length < 10) this.#failures.push(reason)
      },
    }
  }
}
