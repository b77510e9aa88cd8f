import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { environment, run, StartError } from '@parley/service'
import { importMessages } from '../import/import-messages.ts'
import { importPeople } from '../import/import-people.ts'
import { ImportReport } from '../import/import-report.ts'
import { reachServices } from '../reach-services.ts'

/** `npm run import -- dump.json`: people and messages of the Django application that Parley replaces. */
await run(async () => {
  const [file, ...more] = process.argv.slice(2)
  if (!file || more.length > 0)
    throw new StartError(
      'Say which file: npm run import -- dump.json (made by `dumpdata auth.user messaging.message`).',
    )
  try {
    accessSync(file, constants.R_OK)
  } catch (cause) {
    throw new StartError(`${file} cannot be read.`, { cause })
  }

  const services = await reachServices(environment())
  try {
    const context = { actor: null, requestId: randomUUID() }
    const report = new ImportReport((line) => process.stdout.write(`${line}\n`))
    const people = await importPeople(file, services.call, context, report)
    await importMessages(file, people, services.call, context, report)
    process.stdout.write(`Done: ${report.sum()}.\n`)
  } finally {
    await services.close()
  }
})
