import { BusTimeout, BusUnavailable } from './errors.ts'

const sweepMs = 50
const maxPending = 20_000

interface Pending<Answer> {
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
  deadline: number
}

/**
 * Requests that wait for their answer. One timer serves all of them, since one each costs more than the
 * request itself; a timeout may therefore come up to 50 ms late.
 */
export class PendingRequests<Answer> {
  #pending = new Map<string, Pending<Answer>>()
  #made = 0
  #sweep: NodeJS.Timeout | undefined
  #idle: (() => void)[] = []

  /** Returns the token to settle it by. @throws BusUnavailable when 20,000 wait already */
  add(resolve: (answer: Answer) => void, reject: (error: unknown) => void, timeoutMs: number): string {
    if (this.#pending.size >= maxPending) throw new BusUnavailable('too many requests are under way')
    const token = String(++this.#made)
    this.#pending.set(token, { resolve, reject, deadline: performance.now() + timeoutMs })
    this.#sweep ??= setInterval(() => this.#expire(), sweepMs)
    return token
  }

  /** An answer whose request is gone (late, or a second one) is ignored. */
  resolve(token: string, answer: Answer): void {
    this.#take(token)?.resolve(answer)
  }

  reject(token: string, error: unknown): void {
    this.#take(token)?.reject(error)
  }

  rejectAll(makeError: () => unknown): void {
    for (const token of this.#pending.keys()) this.reject(token, makeError())
  }

  /** Resolves when none waits. */
  idle(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #take(token: string): Pending<Answer> | undefined {
    const pending = this.#pending.get(token)
    if (!pending) return undefined
    this.#pending.delete(token)
    if (this.#pending.size === 0) for (const resolve of this.#idle.splice(0)) resolve()
    return pending
  }

  #expire(): void {
    const now = performance.now()
    for (const [token, pending] of this.#pending) {
      if (pending.deadline <= now) this.reject(token, new BusTimeout('no answer in time'))
    }
    // The timer outlives a short lull, so that a steady trickle of requests does not make one each.
    if (this.#pending.size > 0) return
    clearInterval(this.#sweep)
    this.#sweep = undefined
  }
}
