import type { Bus } from '@parley/bus'
import type { Owner } from '@parley/contracts'
import { assetUrlOf, buildApp, buildAssets, embeddedParts, redisParts } from '@parley/gateway'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import type { DataFolder } from './data-folder.ts'

/** The gateway, not yet listening; `close` closes it and what it keeps sessions in. */
export interface Gateway {
  app: FastifyInstance
  close(): Promise<void>
}

export interface GatewayOptions {
  config: Config
  folder: DataFolder
  bus: Bus
  secret: string
  logger: FastifyBaseLogger
  urls: Record<Owner, string>
}

/** Builds the gateway on Redis where it is configured, on files in the data folder else. */
export async function buildGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, folder, bus, secret, urls } = options
  const logger = options.logger.child({ service: 'gateway' })
  const dir = folder.file('assets')
  const manifest = await buildAssets({ outDir: dir })
  const onError = (err: unknown) => logger.warn({ err }, 'redis')
  const stores = config.REDIS_URL ? redisParts(config.REDIS_URL, { onError }) : embeddedParts(folder.path)
  const app = await buildApp({
    bus,
    secret,
    logger,
    urls,
    origin: config.PARLEY_ORIGIN,
    trustProxy: config.PARLEY_TRUST_PROXY,
    signup: config.PARLEY_SIGNUP,
    sendRate: config.PARLEY_SEND_RATE,
    loginRate: config.PARLEY_LOGIN_RATE,
    ...stores.parts,
    assets: { url: assetUrlOf(manifest), dir },
  })
  return {
    app,
    close: async () => {
      await app.close()
      await stores.close()
    },
  }
}
