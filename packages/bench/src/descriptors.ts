import { readFileSync } from 'node:fs'
import { StartError } from '@parley/service'
import type { BenchOptions } from './command-line.ts'
import type { Scenario } from './scenario.ts'

/** Programs, logs, stores and what else a process has open beside its sockets. */
const others = 500

/** Node takes as many as the hard limit allows. @throws StartError where that is too few, with what to do */
export function assertDescriptors(scenario: Scenario, options: BenchOptions): void {
  const needed = (scenario.descriptors?.(options) ?? 0) + others
  const allowed = hardLimit()
  if (needed <= allowed) return
  throw new StartError(
    `${scenario.name} needs ${needed} open files for each process, and ${allowed} are allowed: ` +
      `raise the limit (\`ulimit -n ${needed}\`), or take fewer with --sockets.`,
  )
}

function hardLimit(): number {
  try {
    const found = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
    return found?.[1] === 'unlimited' ? Number.POSITIVE_INFINITY : Number(found?.[1] ?? Number.NaN)
  } catch {
    return Number.POSITIVE_INFINITY // not told on this system: whoever lacks some hears of it from the sockets
  }
}
