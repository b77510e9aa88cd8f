import { ParleyError } from '@parley/contracts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Clock, pause } from '../clock.ts'
import type { Figures } from '../figures.ts'
import { commit, type CommitParts } from './commit.ts'
import { isPending, type Item, itemsOf, type Job } from './job.ts'
import type { LaneOutbox } from './lane-outbox.ts'

const batchMessages = 256
const maxQueued = 10_000
const maxWaitMs = 3_000
const sweepMs = 250
const reopenMs = 200

export interface WriterParts extends CommitParts {
  clock: Clock
  figures: Figures
  openLane: () => Promise<LaneOutbox>
  onError: (error: unknown) => void
}

/** One queue of jobs, written in their order, one batch under way. */
export class Writer {
  readonly #parts: WriterParts
  #queue: Job[] = []
  #queued = 0
  #underWay: Job[] = []
  #lane: LaneOutbox | undefined
  #working: Promise<void> | undefined
  #cancelSweep: (() => void) | undefined

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Messages that wait. */
  get queued(): number {
    return this.#queued
  }

  /** @throws ParleyError UNAVAILABLE when too much waits already */
  push(job: Job): void {
    if (this.#queued >= maxQueued) throw new ParleyError('UNAVAILABLE')
    this.#queue.push(job)
    this.#queued += job.drafts.length
    this.#working ??= this.#work()
    this.#cancelSweep ??= this.#parts.clock.after(sweepMs, () => this.#sweep())
  }

  /** Resolves when nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    await this.#working
    this.#cancelSweep?.()
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      try {
        // What comes in the same turn goes into the same batch.
        await nextTurn()
        if (!this.#lane || this.#lane.isLost) this.#lane = await this.#parts.openLane()
        this.#underWay = this.#take()
        await this.#write(itemsOf(this.#underWay))
      } catch (error) {
        this.#parts.onError(error)
        for (const job of this.#underWay) {
          job.failAll(new ParleyError('UNAVAILABLE', undefined, { cause: error, unclear: true }))
        }
        await pause(this.#parts.clock, reopenMs)
      } finally {
        for (const job of this.#underWay.filter(({ isOpen }) => isOpen))
          job.failAll(new ParleyError('INTERNAL', undefined, { unclear: true }))
        this.#underWay = []
      }
    }
    this.#working = undefined
  }

  async #write(items: Item[]): Promise<void> {
    const startedAtMs = this.#parts.clock.elapsed()
    let rest = items
    while (rest.length > 0) {
      if (!this.#lane || this.#lane.isLost) this.#lane = await this.#parts.openLane()
      rest = (await commit(this.#parts, this.#lane, rest)).filter(isPending)
    }
    this.#parts.figures.batch(items.length, this.#parts.clock.elapsed() - startedAtMs)
  }

  #take(): Job[] {
    let messages = 0
    let count = 0
    for (const job of this.#queue) {
      if (count > 0 && messages + job.drafts.length > batchMessages) break
      messages += job.drafts.length
      count += 1
    }
    this.#queued -= messages
    return this.#queue.splice(0, count).filter((job) => job.isOpen)
  }

  /** Nobody waits longer than a caller would: what was not tried has failed, of what is under way nobody knows. */
  #sweep(): void {
    this.#cancelSweep = undefined
    const old = this.#parts.clock.elapsed() - maxWaitMs
    for (const job of this.#queue) {
      if (job.startedAtMs > old) break
      job.failAll(new ParleyError('UNAVAILABLE'))
    }
    this.#queue = this.#queue.filter((job) => job.isOpen)
    this.#queued = this.#queue.reduce((sum, job) => sum + job.drafts.length, 0)
    for (const job of this.#underWay) {
      if (job.startedAtMs <= old) job.failAll(new ParleyError('UNAVAILABLE', undefined, { unclear: true }))
    }
    if (this.#queue.length + this.#underWay.length > 0) {
      this.#cancelSweep = this.#parts.clock.after(sweepMs, () => this.#sweep())
    }
  }
}
