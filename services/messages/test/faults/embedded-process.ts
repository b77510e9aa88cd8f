import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoryBus } from '@parley/bus'
import { entriesCreated } from '@parley/contracts'
import { createLogger } from '@parley/service'
import { buildApp } from '../../src/app.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { toldEntries } from './told-entries.ts'

// The service on embedded parts in a process that can be killed; its consumer writes down what it was told.
const folder = process.env.FOLDER ?? ''
const logger = createLogger({ name: 'messages', level: 'silent' })
const bus = memoryBus()
await bus.consume(entriesCreated.subject, 'witness', async (payloads) => {
  appendFileSync(
    join(folder, 'told'),
    toldEntries(payloads)
      .map((entry) => `${entry}\n`)
      .join(''),
  )
})
const store = sqliteStore({ path: join(folder, 'messages.db') })
const app = await buildApp({ bus, store, logger, secret: process.env.PARLEY_SECRET ?? '' })
const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`listening ${address}\n`)
