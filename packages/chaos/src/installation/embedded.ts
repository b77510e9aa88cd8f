import { freePort } from '@parley/servers'
import { commonEnvironment, newSecret } from './environment.ts'
import type { Installation } from './installation.ts'
import { startNodePart } from './node-part.ts'
import { openDoors, Wires } from './wires.ts'

/** What `npm start` runs: one process on SQLite, with its data and log in `folder`. */
export async function startEmbedded(folder: string): Promise<Installation> {
  const port = await freePort()
  const env = { ...commonEnvironment(folder, 'parley'), PARLEY_SECRET: newSecret() }
  const parley = await startNodePart({ name: 'parley', service: 'standalone', port, env, folder })
  const wires = new Wires()
  const doors = await openDoors(
    wires,
    [parley].map(({ name }) => ({ name, port })),
  )
  return {
    kind: 'embedded',
    parts: new Map([['parley', parley]]),
    wires: wires.all,
    doors,
    async close() {
      await wires.close()
      await parley.stop()
    },
  }
}
