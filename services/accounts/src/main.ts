import { join } from 'node:path'
import { memoryBus, natsBus } from '@parley/bus'
import { createLogger, environment, makeFolder, readConfig, run, serve } from '@parley/service'
import { buildApp } from './app.ts'
import { Config } from './config.ts'
import { mongodbStore } from './store/mongodb.ts'
import { sqliteStore } from './store/sqlite.ts'
import type { AccountStore } from './store/store.ts'

await run(async () => {
  const config = readConfig(Config, environment())
  const logger = createLogger({ name: 'accounts', level: config.LOG_LEVEL })
  const onError = (error: unknown, subject: string) => logger.warn({ err: error, subject }, 'bus')
  const bus = config.NATS_URL
    ? await natsBus({ url: config.NATS_URL, name: 'accounts', onError })
    : memoryBus({ onError })
  const store = config.MONGODB_URL ? mongodbStore({ url: config.MONGODB_URL }) : storeIn(config.PARLEY_DATA)
  const app = await buildApp({
    bus,
    store,
    logger,
    secret: config.PARLEY_SECRET,
    signUp: config.PARLEY_SIGNUP,
  })
  const after = [() => bus.close(), () => store.close()]
  await serve(app, { host: config.HOST, port: config.PORT, logger, after })
})

function storeIn(folder: string): AccountStore {
  makeFolder(folder)
  return sqliteStore({ path: join(folder, 'accounts.sqlite') })
}
