import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryBus } from '@parley/bus'
import { freePort } from '@parley/servers'
import { createCall } from '@parley/service'
import { newSecret, serviceEnvironment, serviceFile, temporaryFolder } from './environment.ts'
import type { House, HouseOptions } from './house.ts'
import { NodeProcess } from './node-process.ts'
import { untilReady } from './until-ready.ts'

/** What `npm start` runs: one process on SQLite, in a folder of its own that is removed at the end. */
export async function startEmbedded({ profiles }: HouseOptions): Promise<House> {
  const folder = await temporaryFolder()
  const secret = newSecret()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { ...serviceEnvironment(join(folder.path, 'data'), secret), PORT: String(port) }
  const bus = memoryBus()

  const start = async () => {
    const entry = serviceFile('standalone')
    const parley = new NodeProcess({ name: 'parley', entry, env, folder: folder.path, profiles })
    try {
      await untilReady(url, () => parley.assertRunning())
      return parley
    } catch (error) {
      await parley.stop()
      throw error
    }
  }

  let parley: NodeProcess
  try {
    parley = await start()
  } catch (error) {
    await folder.remove()
    throw error
  }
  const owners = await ownersOf(folder.path)
  return {
    kind: 'embedded',
    urls: [url],
    store: 'SQLite',
    hasStandIn: false,
    processes: () => [parley],
    call: createCall({ bus, secret, urls: owners }),
    inside: { owners, secret },
    complaints: () => parley.complaints(),
    collectGarbage: async () => new Map([[parley.name, await parley.collectGarbage()]]),
    killGateway: () => parley.kill(),
    startGateway: async () => {
      parley = await start()
    },
    assertRunning: () => parley.assertRunning(),
    close: async () => {
      await parley.stop()
      await bus.close()
      await folder.remove()
    },
  }
}

/** Where the services inside of the process answer operations, as it tells the commands of its own machine. */
async function ownersOf(folder: string): Promise<{ accounts: string; messages: string }> {
  const text = await readFile(join(folder, 'data/running.json'), 'utf8')
  const { urls } = JSON.parse(text) as { urls: { accounts: string; messages: string } }
  return urls
}
