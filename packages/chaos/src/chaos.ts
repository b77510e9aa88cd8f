import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from './installation/embedded.ts'
import { startReal } from './installation/real.ts'
import type { Options } from './options.ts'
import { Recorder } from './history.ts'
import { keepRun, summary } from './report.ts'
import { type RunResult, runChaos } from './run.ts'

/** Starts an installation of its own, lets faults happen to it, and says what it found. Resolves with what it found. */
export async function chaos(options: Options, say: (line: string) => void): Promise<RunResult> {
  const { embedded, seed } = options
  const folder = await mkdtemp(join(tmpdir(), `parley-chaos-${seed}-`))
  const begin = performance.now()
  const told = (line: string) =>
    say(`[${((performance.now() - begin) / 1_000).toFixed(1).padStart(6)}] ${line}`)
  told(`seed ${seed}, ${embedded ? 'embedded: one process' : 'real parts: two of each'}`)
  const installation = await (embedded ? startEmbedded(folder) : startReal(folder))
  const recorder = new Recorder()
  let result: RunResult | undefined
  try {
    result = await runChaos({ ...options, installation, recorder, told })
  } finally {
    await installation.close()
    if (result && isSound(result)) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    else {
      keepRun(folder, result ?? { history: recorder.history, violations: [] })
      say(`history and logs: ${folder}`)
    }
  }
  for (const line of summary(result)) say(line)
  return result
}

/** Whether nothing was violated and enough was done. */
export function isSound({ violations, shortfalls }: RunResult): boolean {
  return violations.length === 0 && shortfalls.length === 0
}
