import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { run, StartError } from '@parley/service'
import { readCommandLine } from './command-line.ts'
import { assertDescriptors } from './descriptors.ts'
import { machineLine, tableOf } from './report/table.ts'
import { thisMachine } from './report/machine.ts'
import { pageOf } from './report/page.ts'
import { isSound, type Report } from './report/result.ts'
import { runScenario } from './run-scenario.ts'
import { chosenScenarios } from './scenarios/chosen.ts'
import { scenarios } from './scenarios/all.ts'

/** `npm run bench`: figures, and exit 1 where anything was lost, doubled, out of order or wrong. */
await run(async () => {
  const args = process.argv.slice(2)
  const options = readCommandLine(args)
  if (options.list) {
    for (const { name, summary } of scenarios) print(`${name.padEnd(10)} ${summary}`)
    return
  }
  const chosen = chosenScenarios(options)
  for (const scenario of chosen) assertDescriptors(scenario, options)
  const opened = new Set<() => Promise<void>>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop(opened, signal === 'SIGINT' ? 130 : 143))
  }

  const machine = thisMachine(loadavg()[0] ?? 0)
  print(machineLine(machine))
  const command = ['npm run bench --', ...args].join(' ')
  const report: Report = { machine, date: new Date().toISOString(), command, runs: [] }
  for (const scenario of chosen) {
    const say = (line: string) => void process.stderr.write(`${scenario.name}: ${line}\n`)
    const result = await runScenario(scenario, { options, opened, say })
    report.runs.push(result)
    print(tableOf(result))
    // After each, so that a long row of runs leaves something behind however it ends.
    if (options.json) await write(options.json, `${JSON.stringify(report, null, 2)}\n`)
    if (options.html) await write(options.html, pageOf(report))
  }
  // A timer or socket that somebody forgot must not keep what has ended.
  process.exit(isSound(report) ? 0 : 1)
})

async function stop(opened: Set<() => Promise<void>>, code: number): Promise<void> {
  await Promise.allSettled([...opened].map((close) => close()))
  process.exit(code)
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (cause) {
    throw new StartError(`${file} cannot be written.`, { cause })
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
