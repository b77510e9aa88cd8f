import { join } from 'node:path'
import { memoryBus } from '@parley/bus'
import {
  findNats,
  findPrograms,
  findRedis,
  freePort,
  startMongo,
  startNats,
  startRedis,
} from '@parley/servers'
import { createCall, StartError } from '@parley/service'
import { newSecret, serviceEnvironment, serviceFile, temporaryFolder } from './environment.ts'
import type { House, HouseOptions } from './house.ts'
import { NodeProcess } from './node-process.ts'
import { storeBehind } from './store-behind.ts'
import { untilReady } from './until-ready.ts'

/**
 * The services as processes of their own on MongoDB, NATS and Redis, all started here from the PATH.
 * @throws StartError naming the server that is not there
 */
export async function startReal(options: HouseOptions): Promise<House> {
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    return await build(options, opened, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function build(
  options: HouseOptions,
  opened: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<House> {
  const folder = await temporaryFolder()
  opened.push(folder.remove)
  const servers = await startServers(opened)
  const secret = newSecret()
  const ports = { accounts: await freePort(), messages: await freePort(), notifications: await freePort() }
  const urls = { accounts: local(ports.accounts), messages: local(ports.messages) }
  const env: NodeJS.ProcessEnv = {
    ...serviceEnvironment(join(folder.path, 'data'), secret),
    MONGODB_URL: servers.mongodb.url,
    NATS_URL: servers.nats.url,
    REDIS_URL: servers.redis.url,
    PARLEY_ACCOUNTS_URL: urls.accounts,
    PARLEY_MESSAGES_URL: urls.messages,
    PARLEY_NOTIFICATIONS_URL: local(ports.notifications),
  }
  const nodes: NodeProcess[] = []
  const begin = (service: string, name: string, port: number) =>
    new NodeProcess({
      name,
      entry: serviceFile(service),
      folder: folder.path,
      profiles: options.profiles,
      env: { ...env, PORT: String(port), PARLEY_DATA: join(folder.path, name) },
    })
  const assertRunning = () => {
    for (const node of nodes) node.assertRunning()
  }
  const start = async (service: string, name: string, port: number) => {
    const node = begin(service, name, port)
    nodes.push(node)
    await untilReady(local(port), assertRunning)
    return node
  }
  opened.push(async () => void (await Promise.all(nodes.map((node) => node.stop()))))

  await Promise.all([
    start('accounts', 'accounts', ports.accounts),
    start('messages', 'messages', ports.messages),
    start('notifications', 'notifications', ports.notifications),
  ])
  for (let i = 2; i <= options.messages; i++) await start('messages', `messages-${i}`, await freePort())
  const gateways: { name: string; port: number }[] = []
  for (let i = 1; i <= options.gateways; i++) {
    const gateway = { name: i === 1 ? 'gateway' : `gateway-${i}`, port: await freePort() }
    gateways.push(gateway)
    await start('gateway', gateway.name, gateway.port)
  }

  const bus = memoryBus()
  opened.push(() => bus.close())
  const store = await storeBehind(servers.mongodb.url)
  const first = () => {
    const node = nodes.find(({ name }) => name === 'gateway')
    if (!node) throw new Error('there is no gateway')
    return node
  }
  return {
    kind: 'real',
    urls: gateways.map(({ port }) => local(port)),
    store: store.name,
    hasStandIn: store.isStandIn,
    processes: () => [
      ...nodes,
      ...Object.entries(servers).map(([name, server]) => ({ name, pid: server.pid })),
    ],
    call: createCall({ bus, secret, urls }),
    inside: {
      owners: { ...urls, notifications: local(ports.notifications) },
      secret,
      natsUrl: servers.nats.url,
    },
    complaints: () => nodes.flatMap((node) => node.complaints()),
    collectGarbage: async () =>
      new Map(
        await Promise.all(nodes.map(async (node) => [node.name, await node.collectGarbage()] as const)),
      ),
    killGateway: () => first().kill(),
    startGateway: async () => {
      nodes.splice(nodes.indexOf(first()), 1)
      await start('gateway', 'gateway', gateways[0]?.port ?? 0)
    },
    assertRunning,
    close,
  }
}

async function startServers(opened: (() => Promise<void>)[]) {
  const programs = { mongodb: findPrograms(['mongod'])[0], nats: findNats(), redis: findRedis() }
  const missing = Object.entries(programs).flatMap(([name, program]) => (program ? [] : [name]))
  if (missing.length > 0) {
    throw new StartError(
      `Not on the PATH: ${missing.join(', ')}. Real parts take mongod, nats-server and redis-server.`,
    )
  }
  const mongodb = await startMongo({ program: programs.mongodb ?? '' })
  opened.push(() => mongodb.stop())
  const nats = await startNats({ program: programs.nats ?? '' })
  opened.push(() => nats.stop())
  const redis = await startRedis({ program: programs.redis ?? '' })
  opened.push(() => redis.stop())
  return { mongodb, nats, redis }
}

function local(port: number): string {
  return `http://127.0.0.1:${port}`
}
