import type { Clock } from '../../src/clock.ts'

interface Timer {
  dueMs: number
  owner: object
  act: () => void
}

/** Time that moves when it is told to. Each owner's timers can be stopped, as a process's are when it dies. */
export class VirtualTime {
  nowMs = 1_000_000
  #timers = new Set<Timer>()

  clockOf(owner: object, skewMs = 0): Clock {
    return {
      now: () => this.nowMs + skewMs,
      elapsed: () => this.nowMs,
      after: (ms, act) => {
        const timer = { dueMs: this.nowMs + ms, owner, act }
        this.#timers.add(timer)
        return () => void this.#timers.delete(timer)
      },
    }
  }

  drop(owner: object): void {
    for (const timer of this.#timers) if (timer.owner === owner) this.#timers.delete(timer)
  }

  /** Moves to the next timer of those that may run, and runs it. */
  advance(mayRun: (owner: object) => boolean): void {
    const [next] = [...this.#timers]
      .filter(({ owner }) => mayRun(owner))
      .toSorted((one, other) => one.dueMs - other.dueMs)
    if (!next) return
    this.nowMs = Math.max(this.nowMs, next.dueMs)
    this.#timers.delete(next)
    next.act()
  }
}
