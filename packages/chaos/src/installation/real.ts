import { join } from 'node:path'
import { freePort, type Server } from '@parley/servers'
import { startMongo, startNats, startRedis } from '@parley/testing'
import { commonEnvironment, newSecret } from './environment.ts'
import type { Installation, Part } from './installation.ts'
import { partOf, startNodePart } from './node-part.ts'
import { openDoors, Wires } from './wires.ts'

interface Node {
  name: string
  service: string
  port: number
}

/**
 * Two gateways and two of each service as processes of their own, on a MongoDB replica set, NATS with JetStream and
 * Redis, all started here. Every connection goes through a proxy. Logs are kept in `folder`.
 * @throws Error naming the server that is not there
 */
export async function startReal(folder: string): Promise<Installation> {
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    return await build(folder, opened, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function build(
  folder: string,
  opened: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Installation> {
  const servers = await startServers(folder, opened)
  const nodes = await planNodes()
  const wires = new Wires()
  opened.push(() => wires.close())
  const secret = newSecret()
  const parts = new Map<string, Part>(
    Object.entries(servers).map(([name, server]) => [name, partOf(name, server)]),
  )
  const stops: (() => Promise<void>)[] = []
  opened.push(async () => void (await Promise.all(stops.map((stop) => stop()))))

  const started = await Promise.all(
    nodes.map(async (node) => {
      const addresses = await addressesOf(node, nodes, servers, wires)
      const env = { ...commonEnvironment(folder, node.name), PARLEY_SECRET: secret, ...addresses }
      const part = await startNodePart({ ...node, env, folder })
      stops.push(() => part.stop())
      return part
    }),
  )
  for (const part of started) parts.set(part.name, part)
  const gateways = nodes.filter(({ service }) => service === 'gateway')
  const doors = await openDoors(wires, gateways)
  // Proxies are opened side by side: their names are put into an order that is the same every time.
  const named = new Map([...wires.all].sort(([one], [other]) => (one < other ? -1 : 1)))
  return { kind: 'real', parts, wires: named, doors, close }
}

async function startServers(folder: string, opened: (() => Promise<void>)[]) {
  const start = async (begin: Promise<Server>) => {
    const server = await begin
    opened.push(() => server.stop())
    return server
  }
  const logFile = (name: string) => ({ logFile: join(folder, `${name}.log`) })
  const [mongodb, nats, redis] = await Promise.all([
    start(startMongo(logFile('mongodb'))),
    start(startNats(logFile('nats'))),
    start(startRedis(logFile('redis'))),
  ])
  return { mongodb, nats, redis }
}

async function planNodes(): Promise<Node[]> {
  const nodes: Node[] = []
  for (const service of ['accounts', 'messages', 'notifications', 'gateway']) {
    for (const number of [1, 2]) nodes.push({ name: `${service}-${number}`, service, port: await freePort() })
  }
  return nodes
}

/** Where one process finds the others: each by a wire of its own, to the partner of the same number by HTTP. */
async function addressesOf(
  { name, service }: Node,
  nodes: readonly Node[],
  servers: Record<'mongodb' | 'nats' | 'redis', Server>,
  wires: Wires,
): Promise<Record<string, string>> {
  const to = (server: keyof typeof servers) => wires.between(name, server, servers[server].port)
  const env: Record<string, string> = { NATS_URL: `nats://127.0.0.1:${await to('nats')}` }
  if (service === 'accounts' || service === 'messages') {
    // A driver that knows the set would go to its member directly, round the wire.
    env.MONGODB_URL = `mongodb://127.0.0.1:${await to('mongodb')}/parley?directConnection=true`
  }
  if (service === 'gateway') env.REDIS_URL = `redis://127.0.0.1:${await to('redis')}`
  const number = name.at(-1)
  const called =
    { gateway: ['accounts', 'messages', 'notifications'], notifications: ['messages'] }[service] ?? []
  for (const other of called) {
    const target = nodes.find((node) => node.name === `${other}-${number}`)
    if (!target) throw new Error(`there is no ${other}-${number}`)
    const port = await wires.between(name, target.name, target.port)
    env[`PARLEY_${other.toUpperCase()}_URL`] = `http://127.0.0.1:${port}`
  }
  return env
}
