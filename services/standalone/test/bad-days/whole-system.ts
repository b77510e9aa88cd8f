import * as accounts from '@parley/accounts'
import { natsBus } from '@parley/bus'
import type { Owner } from '@parley/contracts'
import { assetUrlOf, buildApp as buildGateway, buildAssets, redisParts } from '@parley/gateway'
import * as messages from '@parley/messages'
import * as notifications from '@parley/notifications'
import { createLogger } from '@parley/service'
import { type HasTeardown, startMongo, startNats, startRedis } from '@parley/testing'
import type { FastifyInstance } from 'fastify'
import { newDataFolder } from '../start/data-folder.ts'
import { type BreakableServer, breakable } from './breakable-server.ts'

export const secret = 'the secret of a test, of more than 32 characters'

export interface Servers {
  mongodb: BreakableServer
  nats: BreakableServer
  redis: BreakableServer
}

/** Two gateways and two of each service, each pair knowing its own services' HTTP addresses. */
export interface WholeSystem {
  gateways: [string, string]
  /** Addresses of everything, by what it is. */
  instances: Record<Owner | 'gateway', [string, string]>
}

/** MongoDB, NATS and Redis of this test alone. */
export async function ownServers(t: HasTeardown): Promise<Servers> {
  const [mongodb, nats, redis] = await Promise.all([
    // The set knows its member by the server's own port, which a driver would go to past the wire.
    breakable(t, startMongo(), 'directConnection=true'),
    breakable(t, startNats()),
    breakable(t, startRedis()),
  ])
  return { mongodb, nats, redis }
}

/** Starts all of it in this process; none of the servers needs to be there. */
export async function wholeSystem(t: HasTeardown, servers: Servers): Promise<WholeSystem> {
  const dir = newDataFolder(t)
  const assets = { url: assetUrlOf(await buildAssets({ outDir: dir })), dir }
  const [one, two] = await Promise.all([startPair(t, servers, assets), startPair(t, servers, assets)])
  return {
    gateways: [one.gateway, two.gateway],
    instances: {
      gateway: [one.gateway, two.gateway],
      accounts: [one.accounts, two.accounts],
      messages: [one.messages, two.messages],
      notifications: [one.notifications, two.notifications],
    },
  }
}

type Assets = Parameters<typeof buildGateway>[0]['assets']

async function startPair(t: HasTeardown, { mongodb, nats, redis }: Servers, assets: Assets) {
  const common = { secret, logger: createLogger({ name: 'test', level: 'silent' }), processMetrics: false }
  const onError = () => undefined // what breaks here is the test's own doing

  function keep<T extends { close(): Promise<void> }>(part: T): T {
    t.teardown(() => part.close())
    return part
  }
  const bus = async (name: string) => keep(await natsBus({ url: nats.url, name, onError }))
  const start = (app: FastifyInstance) => keep(app).listen({ host: '127.0.0.1', port: 0 })

  const urls = {
    accounts: await start(
      await accounts.buildApp({
        ...common,
        bus: await bus('accounts'),
        store: keep(accounts.mongodbStore({ url: mongodb.url })),
      }),
    ),
    messages: await start(
      await messages.buildApp({
        ...common,
        bus: await bus('messages'),
        store: keep(messages.mongodbStore({ url: mongodb.url })),
      }),
    ),
  }
  const notificationsUrl = await start(
    await notifications.buildApp({ ...common, bus: await bus('notifications'), urls }),
  )
  const stores = keep(redisParts(redis.url, { onError }))
  const gateway = await start(
    await buildGateway({
      ...common,
      bus: await bus('gateway'),
      urls: { ...urls, notifications: notificationsUrl },
      signup: 'open',
      sendRate: 1_000,
      loginRate: 0,
      ...stores.parts,
      assets,
    }),
  )
  return { ...urls, notifications: notificationsUrl, gateway }
}

/** What `/health/ready` says of each part; empty where all is well. */
export async function awayParts(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/health/ready`)
  const { parts } = (await answer.json()) as { parts: Record<string, string> }
  const away = Object.keys(parts).filter((part) => parts[part] !== 'ok')
  if ((answer.status === 200) !== (away.length === 0)) throw new Error(`${url}: ${answer.status}`)
  return away
}
