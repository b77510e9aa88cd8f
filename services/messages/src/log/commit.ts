import { ParleyError } from '@parley/contracts'
import { type Clock, pause } from '../clock.ts'
import type { Groups } from '../groups/groups.ts'
import { isFence, type LogRecord, toEntry } from '../store/log-record.ts'
import type { Outcome, Store } from '../store/store.ts'
import { isOf, isPending, type Item } from './job.ts'
import type { LaneOutbox } from './lane-outbox.ts'
import type { LogEnds } from './log-ends.ts'
import { number, type Numbered, type Refused } from './numbering.ts'

const maxTries = 60
const laneReads = 3

export interface CommitParts {
  store: Store
  clock: Clock
  ends: LogEnds
  groups: Groups
  /** Records are in the log; to be told before their senders are answered. */
  onWritten: (records: readonly LogRecord[]) => void
  /** A record that somebody wrote before is about to be acknowledged (again). */
  onKnown: (record: LogRecord) => void
}

/**
 * Writes messages through a lane, each once, in their order; each gets its result. Returns those that are to be tried
 * again in another lane, since this one has been fenced.
 */
export async function commit(parts: CommitParts, lane: LaneOutbox, items: readonly Item[]): Promise<Item[]> {
  return await new Commit(parts, lane).run(items)
}

class Commit {
  readonly #parts: CommitParts
  readonly #lane: LaneOutbox
  /** Why the last try was in vain, for the log of who asked. */
  #cause: unknown
  /** A batch with an unclear answer may still come: until something else takes its place in the lane. */
  #mayCome = false

  constructor(parts: CommitParts, lane: LaneOutbox) {
    this.#parts = parts
    this.#lane = lane
  }

  async run(items: readonly Item[]): Promise<Item[]> {
    let rest = items.filter(isPending)
    let tries = 0
    while (rest.length > 0 && !this.#lane.isLost) {
      const left = (tries < maxTries ? await this.#try(rest, tries) : this.#fail(rest, this.#cause)).filter(
        isPending,
      )
      tries = left.length < rest.length ? 0 : tries + 1
      rest = left
    }
    // Nothing may follow it in this lane unnoticed.
    if (this.#mayCome) this.#lane.lose()
    return rest
  }

  async #try(all: Item[], tries: number): Promise<Item[]> {
    let numbered: Numbered[]
    let refused: Refused[]
    try {
      const place = { lane: this.#lane.id, after: this.#lane.written, now: this.#parts.clock.now() }
      ;({ numbered, refused } = await number(all, place, this.#parts))
    } catch (cause) {
      return this.#fail(all, cause)
    }
    const taken = new Set(numbered.map(({ item }) => item))
    const waiting = all.filter((item) => !taken.has(item))
    for (const each of refused) await this.#refuse(each)
    return [...(numbered.length > 0 ? await this.#insert(numbered, tries) : []), ...waiting]
  }

  /** What was written before is answered with that, whatever has become of its sender since. */
  async #refuse({ item, error }: Refused): Promise<void> {
    try {
      if (!(await this.#isKnown(item))) item.job.fail(item.index, error)
    } catch (cause) {
      item.job.fail(item.index, new ParleyError('UNAVAILABLE', undefined, { cause, unclear: true }))
    }
  }

  async #insert(numbered: Numbered[], tries: number): Promise<Item[]> {
    const { store, clock } = this.#parts
    const items = numbered.map(({ item }) => item)
    const records = numbered.map(({ record }) => record)
    const outcome = await insert(store, records)
    if (outcome.kind === 'unclear') {
      this.#mayCome = true
      this.#cause = outcome.cause
      if (tries > 0) await pause(clock, Math.min(tries * 20, 200))
      return await this.#readLane(items, outcome.cause)
    }
    const written = outcome.kind === 'written' ? records.length : outcome.at
    if (written > 0) this.#mayCome = false
    for (const { group } of numbered.slice(0, written)) if (group) this.#parts.groups.wrote(group)
    this.#settle(records.slice(0, written), items)
    const [stopped] = items.slice(written)
    if (!stopped) return []
    return await this.#ask(stopped, items.slice(written), tries)
  }

  /** A record broke an index. Asked in this order: is it there, is its client id there; else the race was lost. */
  async #ask(stopped: Item, rest: Item[], tries: number): Promise<Item[]> {
    const { store, ends, clock } = this.#parts
    try {
      const landed = await store.readLane(this.#lane.id, this.#lane.written, rest.length + 1)
      if (landed.length > 0) return this.#absorb(landed, rest)
      if (await this.#isKnown(stopped)) {
        // A request that is repeated: the rest of it may be known as well.
        await Promise.all(rest.filter(({ job }) => job === stopped.job).map((item) => this.#isKnown(item)))
        return rest
      }
      this.#cause = new Error('a unique index is broken by what cannot be found')
      await ends.refresh(stopped.job.conversation)
      // The winner may not be readable yet.
      if (tries > 0) await pause(clock, Math.min(tries * 5, 100))
      return rest
    } catch (cause) {
      return this.#giveUp(rest, cause)
    }
  }

  /** Answers a message that is in the log by its client id. */
  async #isKnown({ job, index, draft }: Item): Promise<boolean> {
    const known = await this.#parts.store.byClientId(job.conversation, draft.by, draft.clientId)
    if (!known) return false
    this.#parts.onKnown(known)
    if (isOf(known, draft)) job.succeed(index, toEntry(known), true)
    else job.fail(index, new ParleyError('CONFLICT', undefined, { field: 'clientId' }))
    return true
  }

  /** Nobody knows what of a batch was written: the lane does. */
  async #readLane(items: Item[], cause: unknown): Promise<Item[]> {
    for (let tries = 1; ; tries++) {
      try {
        const landed = await this.#parts.store.readLane(this.#lane.id, this.#lane.written, items.length + 1)
        return this.#absorb(landed, items)
      } catch {
        if (tries === laneReads) return this.#giveUp(items, cause)
        await pause(this.#parts.clock, tries * 50)
      }
    }
  }

  /** Takes what stands in the lane as written; what is not there is to be tried again. */
  #absorb(landed: readonly LogRecord[], items: Item[]): Item[] {
    const end = landed.findIndex(isFence)
    this.#settle(end === -1 ? landed : landed.slice(0, end), items)
    if (end !== -1) this.#lane.lose()
    return items
  }

  /** Nothing of it was written, unless something unclear may still come. */
  #fail(items: Item[], cause?: unknown): Item[] {
    if (this.#mayCome) return this.#giveUp(items, cause)
    fail(items, new ParleyError('UNAVAILABLE', undefined, { cause }))
    return []
  }

  /** What was sent may still come: nothing may follow it in this lane, which is finished as a dead one's is. */
  #giveUp(items: Item[], cause: unknown): Item[] {
    this.#lane.lose()
    fail(items, new ParleyError('UNAVAILABLE', undefined, { cause, unclear: true }))
    return []
  }

  #settle(records: readonly LogRecord[], items: readonly Item[]): void {
    if (records.length === 0) return
    const { ends, onWritten } = this.#parts
    this.#lane.wrote(records)
    for (const record of records) ends.learn(record.conversation, record)
    onWritten(records)
    const waiting = new Map<string, Item>()
    for (const item of items) {
      const key = keyOf(item.job.conversation, item.draft)
      // Sent twice in one batch: the record is the first one's, the other is told apart by the store.
      if (!waiting.has(key)) waiting.set(key, item)
    }
    for (const record of records) {
      // A record of an earlier, unclear batch has nobody waiting any more.
      const item = waiting.get(keyOf(record.conversation, record))
      item?.job.succeed(item.index, toEntry(record), false)
    }
    this.#lane.publish()
  }
}

async function insert(store: Store, records: LogRecord[]): Promise<Outcome> {
  try {
    return await store.insert(records)
  } catch (cause) {
    return { kind: 'unclear', cause }
  }
}

function fail(items: readonly Item[], error: ParleyError): void {
  for (const { job, index } of items) job.fail(index, error)
}

function keyOf(conversation: string, { by, clientId }: { by: string; clientId: string }): string {
  return `${conversation} ${by} ${clientId}`
}
