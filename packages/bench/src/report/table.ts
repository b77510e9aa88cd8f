import type { Measured } from '../scenario.ts'
import type { Machine } from './machine.ts'
import { bytesText, numberText } from './number-text.ts'
import type { RunResult } from './result.ts'

/** What a run gave, for a terminal. */
export function tableOf(run: RunResult): string {
  const lines = [
    '',
    `${run.scenario} · ${run.installation} · ${storeWords(run)}`,
    ...run.figures.map(({ name, value, unit, ratioToRelay }) => {
      const ratio = ratioToRelay === undefined ? '' : `   ${numberText(ratioToRelay)} of the bare relay`
      return `  ${name.padEnd(46)} ${numberText(value).padStart(10)} ${unit}${ratio}${run.hasStandIn ? ' *' : ''}`
    }),
    `  ${'bare relay, in the same minute'.padEnd(46)} ${numberText(run.relay.perSecond).padStart(10)} /s`,
    ...run.measured.flatMap((measured) => costLines(measured)),
    ...run.relay.runs.slice(0, 1).flatMap((measured) => costLines(measured, 'relay: ')),
    ...run.notes.map((note) => `  ${note}`),
    ...(run.hasStandIn ? ['  * with a stand-in for MongoDB, several times slower than MongoDB itself'] : []),
    ...run.faults.map((fault) => `  WRONG: ${fault}`),
  ]
  return lines.join('\n')
}

export function machineLine({ processor, cores, memoryBytes, system, node, loadBefore }: Machine): string {
  const load = loadBefore > 0.5 ? `; the machine was busy before (load ${numberText(loadBefore)})` : ''
  return `${processor}, ${cores} cores, ${bytesText(memoryBytes)}, ${system}, Node ${node}${load}`
}

export function storeWords({ store, hasStandIn }: Pick<RunResult, 'store' | 'hasStandIn'>): string {
  return hasStandIn ? `${store} *` : store
}

function costLines({ costs, unit }: Measured, prefix = ''): string[] {
  return costs
    .filter(({ cpuShare }) => cpuShare > 0.001)
    .map(
      ({ name, cpuMicrosPerUnit, cpuShare, bytes }) =>
        `    ${(prefix + name).padEnd(22)} ${numberText(cpuMicrosPerUnit).padStart(9)} µs a ${unit}   ${numberText(cpuShare * 100).padStart(6)} % of a core   ${bytesText(bytes).padStart(10)}`,
    )
}
