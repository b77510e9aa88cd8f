import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { AccountStore } from './store/store.ts'

const everyMs = 10 * 60 * 1_000

/** Removes now and then what has expired. Returns how to stop that. */
export function startSweeping(
  store: AccountStore,
  clock: () => number,
  log: FastifyBaseLogger,
): () => Promise<void> {
  const closing = new AbortController()
  const sweeping = (async () => {
    while (!closing.signal.aborted) {
      await store.sweep(clock()).catch((error: unknown) => log.warn({ err: error }, 'a sweep failed'))
      await sleep(everyMs, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  })()
  return async () => {
    closing.abort()
    await sweeping
  }
}
