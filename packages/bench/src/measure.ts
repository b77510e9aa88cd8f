import { setTimeout as pause } from 'node:timers/promises'
import type { NamedProcess } from './processes/usage.ts'
import { costsBetween, type Usage, usageOf } from './processes/usage.ts'
import type { Measured } from './scenario.ts'
import type { Meter } from './statistics/meter.ts'

export interface MeasureOptions {
  processes: readonly NamedProcess[]
  meter: Meter
  seconds: number
  unit: string
}

/** Compilers, caches and windows want a moment before what is measured is what lasts. */
export function warmUpMs(seconds: number): number {
  return Math.min(3_000, seconds * 300)
}

/** Measures what goes on, after a warm-up, for so many seconds. */
export async function measure({ processes, meter, seconds, unit }: MeasureOptions): Promise<Measured> {
  await pause(warmUpMs(seconds))
  const before = usageNow(processes, false)
  meter.begin()
  await pause(seconds * 1_000)
  meter.end()
  const after = usageNow(processes, true)
  const metered = meter.result()
  return { ...metered, unit, costs: costsBetween(before, after, metered) }
}

function usageNow(processes: readonly NamedProcess[], withMemory: boolean): Usage[] {
  const { user, system } = process.cpuUsage()
  const generator = {
    name: 'generator',
    cpuMs: (user + system) / 1_000,
    bytes: withMemory ? process.memoryUsage().rss : 0,
  }
  return [...usageOf(processes, withMemory), generator]
}
