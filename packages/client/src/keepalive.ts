import type { Clock } from './clock.ts'
import type { Timing } from './timing.ts'

export interface KeepaliveParts {
  clock: Clock
  timing: Timing
  ping: () => void
  /** Nothing was heard by the deadline after a ping. */
  dead: () => void
}

/** Finds out whether a connection that is silent is still there. One per connection. */
export class Keepalive {
  readonly #parts: KeepaliveParts
  #heardAt: number
  #hasHeard = false
  /** When the connection counts as dead, while an answer is waited for. */
  #deadAt: number | undefined
  #cancelTimer: () => void
  #isStopped = false

  constructor(parts: KeepaliveParts) {
    this.#parts = parts
    this.#heardAt = parts.clock.now()
    this.#cancelTimer = this.#watch(parts.timing.pingAfterMs)
  }

  heard(): void {
    this.#hasHeard = true
    this.#heardAt = this.#parts.clock.now()
  }

  /** Pings at once and expects an answer within `deadlineMs`; what is waited for in vain already is not given longer. */
  probe(deadlineMs: number): void {
    if (this.#isStopped) return
    const { clock, ping, dead } = this.#parts
    const waitsUntil = this.#hasHeard ? undefined : this.#deadAt
    const deadAt = Math.min(clock.now() + deadlineMs, waitsUntil ?? Infinity)
    this.#deadAt = deadAt
    this.#hasHeard = false
    this.#cancelTimer()
    this.#cancelTimer = clock.after(deadAt - clock.now(), () => {
      this.#deadAt = undefined
      if (!this.#hasHeard) dead()
      else this.#cancelTimer = this.#watch(this.#parts.timing.pingAfterMs)
    })
    ping()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer()
  }

  #watch(inMs: number): () => void {
    const { clock, timing } = this.#parts
    return clock.after(inMs, () => {
      const restMs = this.#heardAt + timing.pingAfterMs - clock.now()
      if (restMs > 0) this.#cancelTimer = this.#watch(restMs)
      else this.probe(timing.pingDeadlineMs)
    })
  }
}
