import { BusUnavailable } from './errors.ts'
import { growingPauseMs } from './growing-pause.ts'
import { UnderWay } from './under-way.ts'

const maxWaiting = 10_000
const firstPauseMs = 20
const maxPauseMs = 2_000

export type BatchHandler = (payloads: unknown[]) => Promise<void>

interface Item {
  payload: unknown
  attempts: number
  resolve: () => void
  reject: (error: unknown) => void
}

/** A member of a consumer: takes one batch at a time. */
export interface Member {
  handler: BatchHandler
  maxBatch: number
  busy: UnderWay
}

/**
 * A named durable consumer in one process. What is offered waits until a member has handled it; the offer
 * fails when it was rejected `maxAttempts` times, or when no member came for `absentMs`, so that its publisher
 * keeps it (nothing here survives the process).
 */
export class MemoryConsumer {
  #maxAttempts: number
  #absentMs: number
  #onError: (error: unknown) => void
  #waiting: Item[] = []
  #unsettled = 0
  #members: Member[] = []
  #retries = new Map<NodeJS.Timeout, Item[]>()
  #absence: NodeJS.Timeout | undefined
  #scheduled = false

  constructor(maxAttempts: number, absentMs: number, onError: (error: unknown) => void) {
    this.#maxAttempts = maxAttempts
    this.#absentMs = absentMs
    this.#onError = onError
  }

  /** Resolves when a member has handled it. @throws BusUnavailable */
  offer(payload: unknown): Promise<void> {
    if (this.#unsettled >= maxWaiting)
      return Promise.reject(new BusUnavailable('a consumer is too far behind'))
    this.#unsettled++
    return new Promise<void>((resolve, reject) => {
      this.#waiting.push({ payload, attempts: 0, resolve, reject })
      this.#schedule()
    }).finally(() => this.#unsettled--)
  }

  join(handler: BatchHandler, maxBatch: number): Member {
    const member = { handler, maxBatch, busy: new UnderWay(1) }
    this.#members.push(member)
    clearTimeout(this.#absence)
    this.#absence = undefined
    this.#schedule()
    return member
  }

  /** Resolves when the member's batch under way is handled; what waits is left for the others. */
  async leave(member: Member): Promise<void> {
    this.#members = this.#members.filter((other) => other !== member)
    this.#schedule()
    await member.busy.idle()
  }

  /** Fails what waits, after the batches under way. */
  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => this.leave(member)))
    clearTimeout(this.#absence)
    for (const [timer, items] of this.#retries) {
      clearTimeout(timer)
      this.#waiting.push(...items)
    }
    this.#retries.clear()
    this.#failWaiting('the bus is closed')
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#hand()
    })
  }

  #hand(): void {
    for (const member of this.#members) {
      if (this.#waiting.length === 0) return
      if (!member.busy.full) void this.#handle(member, this.#waiting.splice(0, member.maxBatch))
    }
    if (this.#members.length > 0 || this.#waiting.length === 0) return
    this.#absence ??= setTimeout(() => {
      this.#absence = undefined
      this.#failWaiting('nobody consumes')
    }, this.#absentMs)
  }

  async #handle(member: Member, items: Item[]): Promise<void> {
    member.busy.start()
    try {
      await member.handler(items.map((item) => item.payload))
      for (const item of items) item.resolve()
    } catch (error) {
      this.#onError(error)
      this.#retry(items, error)
    } finally {
      member.busy.end()
      this.#schedule()
    }
  }

  #retry(items: Item[], cause: unknown): void {
    const again: Item[] = []
    for (const item of items) {
      if (++item.attempts < this.#maxAttempts) again.push(item)
      else item.reject(new BusUnavailable('a consumer keeps rejecting it', { cause }))
    }
    if (again.length === 0) return
    const attempts = Math.max(...again.map((item) => item.attempts))
    const timer = setTimeout(
      () => {
        this.#retries.delete(timer)
        this.#waiting.push(...again)
        this.#schedule()
      },
      growingPauseMs(attempts, firstPauseMs, maxPauseMs),
    )
    this.#retries.set(timer, again)
  }

  #failWaiting(why: string): void {
    for (const item of this.#waiting.splice(0)) item.reject(new BusUnavailable(why))
  }
}
