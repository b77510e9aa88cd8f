import { randomUUID } from 'node:crypto'
import { environment, run, StartError } from '@parley/service'
import type { Counts } from '../backup/archive-lines.ts'
import { copyLines } from '../backup/copy-lines.ts'
import { progress, sum } from '../backup/progress.ts'
import { writeArchive } from '../backup/write-archive.ts'
import { reachServices } from '../reach-services.ts'

/** `npm run backup -- <file>`: everybody and everything said, into one file, while people go on talking. */
await run(async () => {
  const [file, ...more] = process.argv.slice(2)
  if (!file || more.length > 0) throw new StartError('Say where to: npm run backup -- parley.backup')
  const services = await reachServices(environment())
  const say = (line: string) => process.stdout.write(`${line}\n`)
  try {
    const tell = progress(say)
    let last: Readonly<Counts> | undefined
    const lines = copyLines(services.call, { actor: null, requestId: randomUUID() }, (counts) => {
      last = counts
      tell(counts)
    })
    await writeArchive(file, lines)
    say(`${file}: ${last ? sum(last) : 'nothing'}. Keep PARLEY_SECRET beside it; it is not in it.`)
  } finally {
    await services.close()
  }
})
