import { ParleyError, type PublicError } from '@parley/contracts/parley-error'
import type { AnswerFrame, ErrorFrame } from '@parley/contracts/socket'
import type { Clock } from './clock.ts'

interface Pending {
  resolve: (body: unknown) => void
  reject: (error: ParleyError) => void
  cancelTimer: () => void
}

/** Requests that wait for their answers. Bounded: beyond it new ones are refused as UNAVAILABLE. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>()
  readonly #clock: Clock
  #lastId = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** `send` gets the id to send with. Rejects with an unclear UNAVAILABLE when no answer comes in time. */
  ask(timeoutMs: number, send: (id: number) => void): Promise<unknown> {
    if (this.#pending.size >= maxPending) return Promise.reject(new ParleyError('UNAVAILABLE'))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const cancelTimer = this.#clock.after(timeoutMs, () => {
        this.#pending.delete(id)
        reject(new ParleyError('UNAVAILABLE', 'The server did not answer in time.', { unclear: true }))
      })
      this.#pending.set(id, { resolve, reject, cancelTimer })
      send(id)
    })
  }

  settle(frame: AnswerFrame | ErrorFrame): void {
    const pending = frame.id === undefined ? undefined : this.#pending.get(frame.id)
    // Late, doubled, or about a frame without an id.
    if (frame.id === undefined || pending === undefined) return
    this.#pending.delete(frame.id)
    pending.cancelTimer()
    if (frame.type === 'answer') pending.resolve(frame.body)
    else pending.reject(ParleyError.fromPublic(frame.error as PublicError))
  }

  /** The connection is gone: whether they were carried out is unknown. */
  rejectAll(): void {
    const all = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject, cancelTimer } of all) {
      cancelTimer()
      reject(new ParleyError('UNAVAILABLE', 'The connection was lost.', { unclear: true }))
    }
  }
}

const maxPending = 1_000
