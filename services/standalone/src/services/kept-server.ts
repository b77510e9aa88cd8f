import { setTimeout as pause } from 'node:timers/promises'
import type { Server } from '@parley/servers'

const firstPauseMs = 500
const longestPauseMs = 15_000

/** Starts a server again whenever it ends, after a growing pause, until the signal. What happens is said. */
export async function keepServer(
  name: string,
  server: Server,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<void> {
  for (;;) {
    await server.end
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      if (signal.aborted) return
      say(`${name} ended; starting it again in ${pauseMs / 1_000} s`)
      await pause(pauseMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      const isUp = await server.restart().then(
        () => true,
        () => false,
      )
      if (isUp) break
    }
    say(`${name} was started again`)
  }
}
