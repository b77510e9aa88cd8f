import { ParleyError } from '@parley/contracts/parley-error'
import { pauseMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { Timing } from './timing.ts'

export interface PausesParts {
  clock: Clock
  timing: Timing
  random: () => number
}

/** Pauses between tries that all end early when the connection comes back or is given up. */
export class Pauses {
  readonly #parts: PausesParts
  readonly #ends = new Set<() => void>()

  constructor(parts: PausesParts) {
    this.#parts = parts
  }

  /** As long as the number of failures in a row, and the error that was answered, ask for. */
  afterFailure(failures: number, error?: unknown): Promise<void> {
    const { timing, random } = this.#parts
    const atLeastMs = error instanceof ParleyError ? (error.retryAfterMs ?? 0) : 0
    return this.wait(
      Math.max(atLeastMs, pauseMs(failures, timing.firstPauseMs, timing.longestPauseMs, random)),
    )
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        this.#ends.delete(end)
        resolve()
      }
      const cancel = this.#parts.clock.after(ms, end)
      this.#ends.add(end)
    })
  }

  endAll(): void {
    for (const end of this.#ends) end()
  }
}
