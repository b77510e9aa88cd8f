import { setTimeout as pause } from 'node:timers/promises'
import type { BenchOptions } from './command-line.ts'
import { startEmbedded } from './house/embedded.ts'
import type { House, HouseOptions } from './house/house.ts'
import { startReal } from './house/real.ts'
import { reachRemote } from './house/remote.ts'
import { measureRelay, type RelayResult } from './relay.ts'
import { type RunResult, runResult } from './report/result.ts'
import type { Scenario } from './scenario.ts'

export interface Run {
  options: BenchOptions
  /** Ends what was started, wherever the run is. */
  opened: Set<() => Promise<void>>
  say: (line: string) => void
}

const longestRelaySeconds = 4

/** Starts an installation, measures one scenario on it with the bare relay before and after, and ends it. */
export async function runScenario(scenario: Scenario, { options, opened, say }: Run): Promise<RunResult> {
  const before = await relay(options)
  const house = await start(scenario, options)
  const { close } = house
  opened.add(close)
  try {
    const outcome = await scenario.run({ house, options, say })
    house.assertRunning()
    await close()
    // What was just ended gives its memory and its sockets back.
    await pause(500)
    return runResult(scenario, house, outcome, [before, await relay(options)])
  } finally {
    await close()
    opened.delete(close)
  }
}

async function relay({ pairs, window, seconds }: BenchOptions): Promise<RelayResult> {
  return await measureRelay({ pairs, window, seconds: Math.min(seconds, longestRelaySeconds) })
}

async function start(scenario: Scenario, options: BenchOptions): Promise<House> {
  const { target } = options
  const parts: HouseOptions = {
    gateways: Math.max(options.gateways, scenario.gateways ?? 1),
    messages: options.messages,
    profiles: options.profiles,
  }
  if (target.kind === 'url') return once(await reachRemote(target.urls))
  return once(await (target.kind === 'real' ? startReal(parts) : startEmbedded(parts)))
}

/** A house that may be told to close by several, and closes once. */
function once(house: House): House {
  let closing: Promise<void> | undefined
  const { close } = house
  // Not a copy: its getters would be lost.
  house.close = () => (closing ??= close())
  return house
}
