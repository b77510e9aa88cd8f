import type { Bus } from '@parley/bus'
import type { Clock } from '../clock.ts'
import type { LogRecord } from '../store/log-record.ts'
import type { Store } from '../store/store.ts'
import type { Announcer } from './announcer.ts'

const keptRecords = 4_096
const chunk = 1_000
const pauseMs = 1_000
const closeWithinMs = 3_000

export interface OutboxParts {
  store: Store
  bus: Bus
  clock: Clock
  announcer: Announcer
  onError: (error: unknown) => void
}

/**
 * A lane of this process, and what is still to be done for its records. The log is its own outbox: the newest records
 * are kept here for speed, older ones are read from the store again.
 */
export class LaneOutbox {
  readonly id: string
  readonly #parts: OutboxParts
  #written = 0
  #published = 0
  #flushed = 0
  #applied = 0
  #beat = 0
  /** Up to here live events may have been lost. */
  #liveAgain = 0
  #restarts = 0
  #recent: LogRecord[] = []
  #publishing: Promise<void> | undefined
  #cancelRetry: (() => void) | undefined
  #lost = false
  #closed = false

  constructor(id: string, parts: OutboxParts) {
    this.id = id
    this.#parts = parts
  }

  /** The w of the last record that is known to be in the log. */
  get written(): number {
    return this.#written
  }

  /** Not to be written to any more: somebody else finishes it, or has done so. */
  get isLost(): boolean {
    return this.#lost
  }

  /** Everything after the write is finished for everything written. */
  get isDone(): boolean {
    return this.#done() === this.#written
  }

  lose(): void {
    this.#lost = true
    this.#recent = []
    this.#cancelRetry?.()
  }

  /** Takes records that are in the log, the next ones of this lane. */
  wrote(records: readonly LogRecord[]): void {
    this.#written += records.length
    for (const record of records) this.#recent.push(record)
    const surplus = this.#recent.length - keptRecords
    if (surplus > 0) this.#recent.splice(0, surplus)
  }

  /** Heads and pointers are stored up to a w. */
  applied(w: number): void {
    this.#applied = Math.max(this.#applied, w)
  }

  /** Publishes what has not been, in the order of the lane, until nothing is left or the bus is away. */
  publish(): void {
    if (this.#lost || this.#closed || this.#published >= this.#written) return
    this.#publishing ??= this.#publishAll()
  }

  /** Publishes from the checkpoint again: the bus lost nobody knows what. */
  publishAgain(): void {
    this.#restarts += 1
    this.#liveAgain = this.#written
    this.#published = Math.min(this.#published, this.#done())
    this.publish()
  }

  /** Says that this lane lives, and how far it is finished. */
  async beat(): Promise<void> {
    await this.#flush()
    this.#beat += 1
    const lane = { id: this.id, done: this.#done(), applied: this.#applied, beat: this.#beat }
    if (!(await this.#parts.store.touchLane(lane))) this.lose()
  }

  /** Resolves when publishing has ended or failed once more, or takes too long. */
  async close(): Promise<void> {
    if (this.#publishing) {
      const late = Promise.withResolvers<void>()
      const cancel = this.#parts.clock.after(closeWithinMs, late.resolve)
      await Promise.race([this.#publishing, late.promise])
      cancel()
    }
    this.#closed = true
    this.#cancelRetry?.()
  }

  async #flush(): Promise<void> {
    const published = this.#published
    if (published <= this.#flushed || !this.#parts.bus.connected) return
    try {
      await this.#parts.bus.flush()
      this.#flushed = published
    } catch (error) {
      // Without the bus this lane lives all the same.
      this.#parts.onError(error)
    }
  }

  #done(): number {
    return Math.min(this.#flushed, this.#applied)
  }

  async #publishAll(): Promise<void> {
    this.#cancelRetry?.()
    try {
      while (this.#published < this.#written && !this.#lost && !this.#closed) await this.#publishSome()
    } catch (error) {
      this.#parts.onError(error)
      if (!this.#closed) this.#cancelRetry = this.#parts.clock.after(pauseMs, () => this.publish())
    } finally {
      this.#publishing = undefined
    }
  }

  async #publishSome(): Promise<void> {
    const restarts = this.#restarts
    const after = this.#published
    const records = await this.#recordsAfter(after)
    const again = records.filter(({ w }) => w <= this.#liveAgain)
    if (again.length > 0) this.#parts.announcer.live(again)
    await this.#parts.announcer.durable(records)
    // The connection may have been lost meanwhile, and the live events with it.
    if (this.#restarts !== restarts) return
    this.#published = after + records.length
    const first = this.#written - this.#recent.length
    if (this.#published > first) this.#recent.splice(0, this.#published - first)
  }

  async #recordsAfter(after: number): Promise<LogRecord[]> {
    const first = this.#written - this.#recent.length
    if (after >= first) return this.#recent.slice(after - first, after - first + chunk)
    const limit = Math.min(chunk, this.#written - after)
    const records = await this.#parts.store.readLane(this.id, after, limit)
    if (records.length === 0) throw new Error(`lane ${this.id} has no record after ${after}`)
    return records
  }
}
