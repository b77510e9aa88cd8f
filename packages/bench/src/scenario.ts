import type { BenchOptions } from './command-line.ts'
import type { House } from './house/house.ts'
import type { Cost } from './processes/usage.ts'
import type { Metered } from './statistics/meter.ts'

/** One number that a run gives. */
export interface Figure {
  name: string
  value: number
  unit: string
  /** So many a second: also given as a ratio to what the bare relay delivers. */
  isRate?: boolean
}

/** One window of a run. */
export interface Measured extends Metered {
  /** What is counted: messages, histories … */
  unit: string
  costs: Cost[]
}

export interface Outcome {
  /** The one that the scenario is about first. */
  figures: Figure[]
  measured: Measured[]
  /** What must not be: messages lost, doubled, reordered; answers that are wrong. */
  faults: string[]
  notes?: string[]
}

export interface Work {
  house: House
  options: BenchOptions
  say: (line: string) => void
}

export interface Scenario {
  name: string
  /** One line for --list. */
  summary: string
  /** Needs an installation that it may stop, fill and look into: not one that was given by URL. */
  needsOwn?: boolean
  /** Gateways that it needs on real parts. */
  gateways?: number
  /** File descriptors that it needs. */
  descriptors?: (options: BenchOptions) => number
  run(work: Work): Promise<Outcome>
}
