import type { House } from './house.ts'
import { untilReady } from './until-ready.ts'

/** An installation that runs somewhere, at the URLs of its gateways. Its processes are not seen and not touched. */
export async function reachRemote(urls: readonly string[]): Promise<House> {
  for (const url of urls) await untilReady(url, () => undefined)
  return {
    kind: 'url',
    urls,
    store: 'unknown',
    hasStandIn: false,
    processes: () => [],
    assertRunning: () => undefined,
    close: async () => undefined,
  }
}
