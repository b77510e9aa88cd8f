import { run } from '@parley/service'
import { fuzz } from './fuzz.ts'
import { readOptions } from './options.ts'
import { reportLines } from './report.ts'

/** `npm run fuzz`: hostile input against an installation of its own, and exit 1 where it did any harm. */
await run(async () => {
  const report = await fuzz(readOptions(process.argv.slice(2)))
  for (const line of reportLines(report)) process.stdout.write(`${line}\n`)
  process.exit(report.violations.length === 0 ? 0 : 1)
})
