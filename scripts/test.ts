// npm test [-- files…]: every test, or those named, on real servers; the last line says how many passed.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { hasServersBeside } from '../packages/testing/src/index.ts'
import { endLeftovers } from './suite/end-leftovers.ts'
import { installMissing } from './suite/install-missing.ts'
import { type FileResult, runFile } from './suite/run-file.ts'
import { startSharedServers } from './suite/shared-servers.ts'
import { testFiles } from './suite/test-files.ts'

const JOBS = 2
const root = join(import.meta.dirname, '..')
const run = randomUUID()

const files = testFiles(root, process.argv.slice(2))
installMissing()
const servers = await startSharedServers()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void giveUp(signal))
const results = await runAll()
await servers.stop()
await sweep()
report(results)

async function runAll(): Promise<FileResult[]> {
  const waiting = [...files]
  const done: FileResult[] = []
  const env = { ...servers.env, PARLEY_TEST_RUN: run }
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const result = await runFile(root, file, env)
      done.push(result)
      tell(result)
    }
  }
  await Promise.all(Array.from({ length: JOBS }, work))
  return done
}

function tell({ file, passed, failed, skipped, seconds, output }: FileResult): void {
  const time = `${seconds.toFixed(1)} s`
  if (failed > 0) console.log(`\n── ${file} ──\n${output.trimEnd()}\n`)
  const outcome =
    failed > 0 ? `FAILED  ${file}: ${failed} of ${passed + failed}` : `ok      ${file}: ${passed}`
  console.log(`${outcome}${skipped > 0 ? `, ${skipped} skipped` : ''} (${time})`)
}

function report(all: FileResult[]): void {
  const sum = (count: 'passed' | 'failed' | 'skipped') => all.reduce((total, file) => total + file[count], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  const bad = all.filter((file) => file.failed > 0).map((file) => `  ${file.file}`)
  if (bad.length > 0) console.log(`\nFAILED:\n${bad.join('\n')}`)
  const skips = all.flatMap(({ file, skips: its }) => its.map((skip) => `  ${file} › ${skip}`))
  if (skipped > 0) console.log(`\nNOT RUN:\n${skips.join('\n')}`)
  const mayNotSkip = process.env.CI === 'true' && hasServersBeside()
  if (mayNotSkip && skipped > 0)
    console.log('\nEverything is here to run these: skipping them fails this run.')
  process.exitCode = failed > 0 || (mayNotSkip && skipped > 0) ? 1 : 0
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
}

async function giveUp(signal: NodeJS.Signals): Promise<void> {
  await Promise.all([servers.stop(), endLeftovers('PARLEY_TEST_RUN', run)])
  process.kill(process.pid, signal) // the handler was for once: this ends it
}

async function sweep(): Promise<void> {
  for (const command of await endLeftovers('PARLEY_TEST_RUN', run))
    console.log(`Left behind, ended: ${command}`)
}
