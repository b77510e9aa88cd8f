import { randomUUID } from 'node:crypto'
import { environment, run, StartError } from '@parley/service'
import { progress } from '../backup/progress.ts'
import { restoreArchive } from '../backup/restore-archive.ts'
import { reachServices } from '../reach-services.ts'

/** `npm run restore -- <file>`: puts a backup into an installation in which there is nothing. */
await run(async () => {
  const [file, ...more] = process.argv.slice(2)
  if (!file || more.length > 0) throw new StartError('Say from where: npm run restore -- parley.backup')
  const services = await reachServices(environment())
  const say = (line: string) => process.stdout.write(`${line}\n`)
  try {
    await restoreArchive(file, services.call, { actor: null, requestId: randomUUID() }, progress(say))
    say(`${file} is restored. Everybody logs in again.`)
  } finally {
    await services.close()
  }
})
