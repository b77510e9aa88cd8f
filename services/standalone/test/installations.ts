import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as accounts from '@parley/accounts'
import { natsBus } from '@parley/bus'
import { assetUrlOf, buildApp as buildGateway, buildAssets, redisParts } from '@parley/gateway'
import * as messages from '@parley/messages'
import * as notifications from '@parley/notifications'
import { createCall, createLogger } from '@parley/service'
import { want } from '@parley/testing'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { readStandaloneConfig } from '../src/config.ts'
import { startSystem, type System } from '../src/system.ts'
import type { Installation } from './surface-people.ts'

const secret = 'the secret of a test, of more than 32 characters'
const logger = createLogger({ name: 'test', level: 'fatal' })

/** The whole system in one process, as `npm start` runs it, without limits unless `env` sets some. */
export async function embedded(
  t: Test,
  env: Record<string, string> = {},
): Promise<Installation & { call: System['call'] }> {
  const folder = temporaryFolder(t)
  const limits = { PARLEY_SEND_RATE: '0', PARLEY_LOGIN_RATE: '0' }
  const config = readStandaloneConfig({ PARLEY_DATA: folder, ...limits, ...env })
  const system = await startSystem(config, logger)
  t.teardown(system.close)
  return { urls: [await system.gateway.listen({ host: '127.0.0.1', port: 0 })], call: system.call }
}

/** Two gateways and two of each service, on MongoDB, NATS and Redis. */
export async function onRealParts(t: Test): Promise<Installation & { call: System['call'] }> {
  const [mongodb, nats, redis] = [await want.mongodb(t), await want.nats(t), await want.redis(t)]
  const dir = temporaryFolder(t)
  const manifest = await buildAssets({ outDir: dir })
  const onError = () => undefined // the suites break nothing here; what fails shows in their answers

  async function keep<T extends { close(): Promise<void> }>(part: T): Promise<T> {
    t.teardown(() => part.close())
    return part
  }
  const bus = async (name: string) => await keep(await natsBus({ url: nats.url, name, onError }))
  const start = async (app: FastifyInstance) => await (await keep(app)).listen({ host: '127.0.0.1', port: 0 })

  for (let instance = 1; instance <= 2; instance += 1) {
    const accountStore = await keep(accounts.mongodbStore(mongodb))
    await start(
      await accounts.buildApp({
        bus: await bus('accounts'),
        store: accountStore,
        secret,
        logger,
        processMetrics: false,
      }),
    )
    const messageStore = await keep(messages.mongodbStore(mongodb))
    await start(
      await messages.buildApp({
        bus: await bus('messages'),
        store: messageStore,
        secret,
        logger,
        processMetrics: false,
      }),
    )
    await start(
      await notifications.buildApp({
        bus: await bus('notifications'),
        secret,
        logger,
        processMetrics: false,
      }),
    )
  }
  const gateway = async () => {
    const stores = await keep(redisParts(redis.url, { onError }))
    const parts = {
      secret,
      logger,
      urls: {},
      signup: 'open',
      sendRate: 0,
      loginRate: 0,
      processMetrics: false,
    } as const
    const assets = { url: assetUrlOf(manifest), dir }
    return await start(await buildGateway({ ...parts, bus: await bus('gateway'), ...stores.parts, assets }))
  }
  const call = createCall({ bus: await bus('test'), secret, urls: {} })
  return { urls: [await gateway(), await gateway()], call }
}

function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
