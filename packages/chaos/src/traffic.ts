import type { Client } from './clients/setting.ts'
import type { Random } from './random.ts'

/** Lets the clients act again and again, each at its own pace, until `stop`. */
export function startTraffic(clients: readonly Client[], random: Random, meanMs: number): { stop(): void } {
  const timers = new Map<Client, NodeJS.Timeout>()
  const plan = (client: Client) => {
    const ms = random.between(meanMs / 4, (meanMs * 7) / 4)
    timers.set(
      client,
      setTimeout(() => {
        client.act()
        plan(client)
      }, ms),
    )
  }
  clients.forEach(plan)
  return {
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
