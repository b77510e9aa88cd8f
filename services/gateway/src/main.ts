import { join, resolve } from 'node:path'
import { memoryBus, natsBus } from '@parley/bus'
import { createLogger, environment, makeFolder, readConfig, run, serve } from '@parley/service'
import { buildApp } from './app.ts'
import { assetUrlOf } from './assets/asset-url.ts'
import { buildAssets } from './assets/build.ts'
import { Config } from './config.ts'
import { embeddedParts, redisParts } from './stores.ts'

await run(async () => {
  const config = readConfig(Config, environment())
  const logger = createLogger({ name: 'gateway', level: config.LOG_LEVEL })
  const onError = (error: unknown, subject: string) => logger.warn({ err: error, subject }, 'bus')
  const folder = resolve(config.PARLEY_DATA)
  makeFolder(folder)
  const dir = join(folder, 'assets')
  const manifest = await buildAssets({ outDir: dir })
  const bus = config.NATS_URL
    ? await natsBus({ url: config.NATS_URL, name: 'gateway', onError })
    : memoryBus({ onError })
  const stores = config.REDIS_URL
    ? redisParts(config.REDIS_URL, { onError: (err) => logger.warn({ err }, 'redis') })
    : embeddedParts(folder)
  const app = await buildApp({
    bus,
    logger,
    secret: config.PARLEY_SECRET,
    urls: {
      accounts: config.PARLEY_ACCOUNTS_URL,
      messages: config.PARLEY_MESSAGES_URL,
      notifications: config.PARLEY_NOTIFICATIONS_URL,
    },
    origin: config.PARLEY_ORIGIN,
    trustProxy: config.PARLEY_TRUST_PROXY,
    signup: config.PARLEY_SIGNUP,
    sendRate: config.PARLEY_SEND_RATE,
    loginRate: config.PARLEY_LOGIN_RATE,
    ...stores.parts,
    assets: { url: assetUrlOf(manifest), dir },
  })
  const after = [() => bus.close(), () => stores.close()]
  await serve(app, { host: config.HOST, port: config.PORT, logger, after })
})
