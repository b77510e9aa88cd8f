import { setTimeout as sleep } from 'node:timers/promises'

/** How long to wait before attempt `n + 1` when attempt `n` (1, 2, 3 …) failed: doubled each time, up to `maxMs`. */
export function growingPauseMs(n: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(n - 1, 30))
}

/** Resolves after `ms`, or at once when `signal` is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
