import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitOptions {
  /** What is waited for, as the end of "waited … for": it is the error a reader will see. */
  what: string
  /** How long to go on asking. 30,000 by default: a busy machine is slow, and a test that waits for a condition only takes so long where it fails. */
  timeoutMs?: number
}

/**
 * Asks `condition` again and again (from every 5 to every 50 ms) until it gives something truthy, and returns that.
 * A condition that throws is asked again. After `timeoutMs` it rejects with an error that names `what` and has
 * the condition's last own error as its cause; a condition that never settles counts as not met.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs = 30_000 }: WaitOptions,
): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs
  let pauseMs = 5
  let cause: unknown
  for (;;) {
    const left = end - performance.now()
    if (left <= 0) throw new Error(`waited ${timeoutMs} ms for ${what}`, { cause })
    try {
      const value = await within(condition, left)
      if (value) return value
      cause = undefined
    } catch (error) {
      cause = error
    }
    await sleep(Math.min(pauseMs, Math.max(0, end - performance.now())))
    pauseMs = Math.min(pauseMs * 2, 50)
  }
}

async function within<T>(condition: () => T | Promise<T>, ms: number): Promise<T> {
  const given = new AbortController()
  const late = sleep(ms, undefined, { signal: given.signal }).then(() => {
    throw new Error('the condition gave no answer')
  })
  try {
    return await Promise.race([condition(), late])
  } finally {
    late.catch(() => undefined) // it lost the race: its abort is no news
    given.abort()
  }
}
