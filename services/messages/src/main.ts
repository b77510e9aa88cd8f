import { natsBus } from '@parley/bus'
import { createLogger, environment, readConfig, run, serve, StartError } from '@parley/service'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { Config } from './config.ts'
import type { MessagesParts } from './parts.ts'
import { mongodbStore } from './store/mongodb.ts'
import { NewerData } from './store/newer-data.ts'

await run(async () => {
  const config = readConfig(Config, environment())
  const logger = createLogger({ name: 'messages', level: config.LOG_LEVEL })
  const onError = (error: unknown, subject: string) => logger.warn({ err: error, subject }, 'bus')
  const bus = await natsBus({ url: config.NATS_URL, name: 'messages', onError })
  const store = mongodbStore({ url: config.MONGODB_URL })
  const app = await build({ bus, store, logger, secret: config.PARLEY_SECRET })
  const after = [() => bus.close(), () => store.close()]
  await serve(app, { host: config.HOST, port: config.PORT, logger, after })
})

async function build(parts: MessagesParts): Promise<FastifyInstance> {
  try {
    return await buildApp(parts)
  } catch (error) {
    if (error instanceof NewerData) throw new StartError(error.message, { cause: error })
    throw error
  }
}
