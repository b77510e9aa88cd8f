import type { House } from '../house/house.ts'
import type { RelayResult } from '../relay.ts'
import type { Figure, Measured, Outcome } from '../scenario.ts'
import { mean } from '../statistics/slope.ts'
import type { Machine } from './machine.ts'

/** What --json writes. */
export interface Report {
  machine: Machine
  /** ISO 8601. */
  date: string
  command: string
  runs: RunResult[]
}

export interface RunResult {
  scenario: string
  summary: string
  date: string
  /** embedded, real or url, with how many processes of which service. */
  installation: string
  store: string
  /** The figures are not those of MongoDB's own server. */
  hasStandIn: boolean
  figures: (Figure & { ratioToRelay?: number })[]
  relay: { perSecond: number; runs: Measured[] }
  measured: Measured[]
  faults: string[]
  notes: string[]
}

/** A run as it is reported; rates also as a ratio to the bare relay around it. */
export function runResult(
  scenario: { name: string; summary: string },
  house: Pick<House, 'kind' | 'store' | 'hasStandIn' | 'urls'>,
  outcome: Outcome,
  relays: readonly RelayResult[],
): RunResult {
  const perSecond = mean(relays.map(({ measured }) => measured.perSecond))
  const figures = outcome.figures.map((figure) =>
    figure.isRate ? { ...figure, ratioToRelay: figure.value / perSecond } : figure,
  )
  return {
    scenario: scenario.name,
    summary: scenario.summary,
    date: new Date().toISOString(),
    installation: house.kind,
    store: house.store,
    hasStandIn: house.hasStandIn,
    figures,
    relay: { perSecond, runs: relays.map(({ measured }) => measured) },
    measured: outcome.measured,
    faults: [...outcome.faults, ...relays.flatMap(({ faults }) => faults.map((fault) => `relay: ${fault}`))],
    notes: outcome.notes ?? [],
  }
}

/** Whether nothing was lost, doubled, out of order or wrong. */
export function isSound({ runs }: Pick<Report, 'runs'>): boolean {
  return runs.every(({ faults }) => faults.length === 0)
}
