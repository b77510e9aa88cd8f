import { setTimeout as pause } from 'node:timers/promises'

const withinMs = 60_000

/** Resolves when a service says that it is ready. @throws Error after a minute, or what `check` throws */
export async function untilReady(url: string, check: () => void): Promise<void> {
  const last = performance.now() + withinMs
  while (performance.now() < last) {
    check()
    if (await isReady(url)) return
    await pause(25)
  }
  throw new Error(`${url} was not ready within ${withinMs / 1_000} s`)
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(3_000) })).ok
  } catch {
    return false
  }
}
