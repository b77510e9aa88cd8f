import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { sqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { MemoryStore } from './memory-store.ts'
import { brokenPromises } from './promises.ts'
import { Random } from './random.ts'
import { World } from './world.ts'

/** What the worker is asked for: `folder` where the worlds are to stand on SQLite. */
export interface Wanted {
  runs: number
  folder?: string
}
export type Totals = World['counts'] & { worlds: number }
export type Outcome = { totals: Totals } | { failure: string }

const { runs, folder }: Wanted = workerData
const totals: Totals = { worlds: 0, crashes: 0, pauses: 0, lateWrites: 0, unclear: 0, lostConnections: 0 }
let made = 0

async function live(seed: number, faults: number): Promise<void> {
  const store = await makeStore()
  try {
    const world = new World(store, new Random(seed))
    await world.run(faults)
    const broken = await brokenPromises(world)
    if (broken.length > 0) throw new Error(broken.join('\n'))
    totals.worlds += 1
    totals.crashes += world.counts.crashes
    totals.pauses += world.counts.pauses
    totals.lateWrites += world.counts.lateWrites
    totals.unclear += world.counts.unclear
    totals.lostConnections += world.counts.lostConnections
  } finally {
    await store.close()
  }
}

async function makeStore(): Promise<Store> {
  const store = folder ? sqliteStore({ path: join(folder, `${(made += 1)}.db`) }) : new MemoryStore()
  await store.open()
  return store
}

try {
  const world = fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 25 }), live)
  // A slow machine sees fewer of them.
  await fc.assert(world, { numRuns: runs, includeErrorInReport: true, interruptAfterTimeLimit: 45_000 })
  parentPort?.postMessage({ totals } satisfies Outcome)
} catch (error) {
  parentPort?.postMessage({ failure: String(error) } satisfies Outcome)
}
