import { join } from 'node:path'
import { temporaryFolder } from './house/environment.ts'
import { NodeProcess } from './house/node-process.ts'
import { measure } from './measure.ts'
import type { Measured } from './scenario.ts'
import { Meter } from './statistics/meter.ts'
import { type LinesOf, Pairs } from './traffic/pairs.ts'
import { openRelayLine } from './traffic/relay-line.ts'

export interface RelayOptions {
  pairs: number
  window: number
  seconds: number
  /** The relay's program and environment; others in the tests of this bench. */
  entry?: string
  env?: NodeJS.ProcessEnv
  settleMs?: number
}

export interface RelayResult {
  measured: Measured
  faults: string[]
}

/** What the bare relay does now on this machine, under the same generator, pairs and window. */
export async function measureRelay(options: RelayOptions): Promise<RelayResult> {
  const folder = await temporaryFolder()
  const entry = options.entry ?? join(import.meta.dirname, 'child/relay.ts')
  const relay = new NodeProcess({
    name: 'relay',
    entry,
    env: { PATH: process.env.PATH, ...options.env },
    folder: folder.path,
  })
  try {
    const url = `http://127.0.0.1:${await relay.told('port')}`
    const meter = new Meter()
    const linesOf: LinesOf = (pair) => [
      (listener) => openRelayLine(url, pair, listener),
      (listener) => openRelayLine(url, pair, listener),
    ]
    const pairs = await Pairs.open(options.pairs, meter, linesOf)
    pairs.talk(options.window)
    const { seconds } = options
    const measured = await measure({ processes: [relay], meter, seconds, unit: 'message' })
    await pairs.settle(options.settleMs)
    const faults = pairs.faults()
    await pairs.close()
    return { measured, faults }
  } finally {
    await relay.stop()
    await folder.remove()
  }
}
