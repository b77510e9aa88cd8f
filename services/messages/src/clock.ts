/** Time as a part, so that tests can run it. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number
  /** Milliseconds that only grow. */
  elapsed(): number
  /** Calls `act` once after `ms`; returns what cancels it. */
  after(ms: number, act: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/** Resolves after `ms` of this clock. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}
