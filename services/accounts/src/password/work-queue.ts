import { ParleyError } from '@parley/contracts'

export interface WorkQueue {
  /** Runs the work when it is its turn. @throws ParleyError RATE_LIMITED, at once, when too much waits already */
  run: <T>(work: () => Promise<T>) => Promise<T>
  readonly waiting: number
  readonly underWay: number
}

export interface WorkQueueOptions {
  concurrency: number
  maxWaiting: number
  /** The longest that anybody should have to wait, by how long such work took lately. */
  maxWaitMs: number
}

/** How much the latest piece of work weighs in the average of how long one takes. */
const latestWeight = 0.2
const minRetryAfterMs = 1_000

/**
 * Costly work, a few at a time and in order of arrival, so that a flood of it leaves the processor to others. Who
 * would wait too long is sent away: an answer within the time that callers wait is worth more than a place in line.
 */
export function workQueue({ concurrency, maxWaiting, maxWaitMs }: WorkQueueOptions): WorkQueue {
  const turns: (() => void)[] = []
  let underWay = 0
  let usualMs = 0

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      const tookMs = performance.now() - start
      usualMs = usualMs === 0 ? tookMs : usualMs + latestWeight * (tookMs - usualMs)
    }
  }

  return {
    get waiting() {
      return turns.length
    },
    get underWay() {
      return underWay
    },
    async run(work) {
      if (underWay >= concurrency) {
        const waitMs = (turns.length / concurrency) * usualMs
        if (turns.length >= maxWaiting || waitMs > maxWaitMs) {
          const retryAfterMs = Math.max(minRetryAfterMs, Math.ceil(waitMs))
          throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs })
        }
        await new Promise<void>((turn) => turns.push(turn))
      } else underWay += 1
      try {
        return await timed(work)
      } finally {
        // The place goes straight to the next in line: nobody who comes now can take it first.
        const next = turns.shift()
        if (next) next()
        else underWay -= 1
      }
    },
  }
}
