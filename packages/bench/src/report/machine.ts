import { availableParallelism, cpus, platform, release, totalmem } from 'node:os'

/** On what figures were measured: without it they mean nothing. */
export interface Machine {
  processor: string
  cores: number
  memoryBytes: number
  system: string
  node: string
  /** Load of the machine before the first run, other programs': above a few tenths, figures are not to be trusted. */
  loadBefore: number
}

export function thisMachine(loadBefore: number): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${release()}`,
    node: process.version,
    loadBefore,
  }
}
