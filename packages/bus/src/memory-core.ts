import { BusUnavailable, type ErrorListener } from './errors.ts'
import { type Listener, Listeners } from './listeners.ts'
import { PendingRequests } from './pending-requests.ts'

const maxQueued = 100_000

/** A message on its way in one process; `token` is there when an answer is waited for. */
export interface Frame {
  subject: string
  payload: unknown
  token?: string
}

/**
 * The at-most-once half of the bus in one process. Messages are handed over one turn of the event loop later,
 * a turn's worth at a time, so that a chain of publishes never keeps sockets and timers from their turn.
 */
export class MemoryCore {
  readonly pending = new PendingRequests<unknown>()
  #listeners = new Listeners<Frame>()
  #queue: { listener: Listener<Frame>; frame: Frame }[] = []
  #scheduled = false
  #overflowing = false
  #drained: (() => void)[] = []
  #onError: ErrorListener

  constructor(onError: ErrorListener) {
    this.#onError = onError
  }

  /** Returns the function that ends it; what was sent before is delivered still, unless `deliver` refuses it. */
  listen(listener: Listener<Frame>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Returns how many will get it. */
  send(frame: Frame): number {
    return this.#listeners.each(frame.subject, (listener) => {
      if (this.#queue.length >= maxQueued) return this.#overflow(frame)
      this.#queue.push({ listener, frame })
      this.#schedule()
    })
  }

  request(subject: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const token = this.pending.add(resolve, reject, timeoutMs)
      if (this.send({ subject, payload, token }) > 0) return
      this.pending.reject(token, new BusUnavailable(`nobody answers ${subject}`))
    })
  }

  /** Resolves when everything sent so far is handed over. */
  drained(): Promise<void> {
    if (this.#queue.length === 0 && !this.#scheduled) return Promise.resolve()
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#deliver())
  }

  #deliver(): void {
    const turn = this.#queue
    const drained = this.#drained
    this.#queue = []
    this.#drained = []
    this.#scheduled = false
    this.#overflowing = false
    for (const { listener, frame } of turn) {
      try {
        listener.deliver(frame)
      } catch (error) {
        this.#onError(error, frame.subject)
      }
    }
    for (const resolve of drained) resolve()
  }

  #overflow(frame: Frame): void {
    const error = new BusUnavailable('too many messages in one turn: dropped')
    if (frame.token !== undefined) this.pending.reject(frame.token, error)
    if (this.#overflowing) return
    this.#overflowing = true
    this.#onError(error, frame.subject)
  }
}
