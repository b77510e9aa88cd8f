import { memoryBus, natsBus } from '@parley/bus'
import { createLogger, environment, readConfig, run, serve } from '@parley/service'
import { buildApp } from './app.ts'
import { Config } from './config.ts'

await run(async () => {
  const config = readConfig(Config, environment())
  const logger = createLogger({ name: 'notifications', level: config.LOG_LEVEL })
  const onError = (error: unknown, subject: string) => logger.warn({ err: error, subject }, 'bus')
  const bus = config.NATS_URL
    ? await natsBus({ url: config.NATS_URL, name: 'notifications', onError })
    : memoryBus({ onError })
  const urls = { messages: config.PARLEY_MESSAGES_URL }
  const app = await buildApp({ bus, urls, logger, secret: config.PARLEY_SECRET })
  await serve(app, { host: config.HOST, port: config.PORT, logger, after: [() => bus.close()] })
})
