import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Violation } from './checks/violation.ts'
import { type History, ofType } from './history.ts'
import type { RunResult } from './run.ts'

const mostShown = 40

/** What a run did and found, in words. */
export function summary({ tally, violations, shortfalls, history }: RunResult): string[] {
  const { faults, messages, changes, resumes, metSends } = tally
  return [
    `${faults} faults (${kindsOf(history)})`,
    `${messages} messages and ${changes} changes of messages acknowledged, ${resumes} resumes, ${metSends} faults met sends that were under way`,
    `most memory: ${memoryOf(history)}`,
    ...shortfalls.map((each) => `TOO LITTLE: ${each}`),
    ...shown(violations),
    violations.length === 0 ? 'every promise was kept' : `${violations.length} violations`,
  ]
}

/** Keeps the history as a line of JSON for each happening, beside the logs, and what was found. */
export function keepRun(
  folder: string,
  { history, violations }: Pick<RunResult, 'history' | 'violations'>,
): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'history.jsonl'), history.map((each) => `${JSON.stringify(each)}\n`).join(''))
  writeFileSync(join(folder, 'violations.json'), `${JSON.stringify(violations, null, 2)}\n`)
}

function kindsOf(history: History): string {
  const counts = new Map<string, number>()
  for (const { kind } of ofType(history, 'fault')) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')
}

function memoryOf(history: History): string {
  const most = new Map<string, number>()
  for (const { process, bytes } of ofType(history, 'memory')) {
    most.set(process, Math.max(bytes, most.get(process) ?? 0))
  }
  return [...most].map(([name, bytes]) => `${name} ${Math.round(bytes / 2 ** 20)} MB`).join(', ')
}

function shown(violations: readonly Violation[]): string[] {
  const lines = violations
    .slice(0, mostShown)
    .map(({ promise, what }) => `VIOLATED: ${promise}\n          ${what}`)
  return violations.length > mostShown ? [...lines, `… and ${violations.length - mostShown} more`] : lines
}
