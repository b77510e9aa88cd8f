import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  findNats,
  findPrograms,
  findRedis,
  freePort,
  type Server,
  startMongo,
  startNats,
  startRedis,
} from '@parley/servers'
import { makeFolder, StartError } from '@parley/service'
import type { Config } from '../config.ts'
import { keepServer } from './kept-server.ts'

export interface NeededServers {
  urls: { MONGODB_URL: string; NATS_URL: string; REDIS_URL: string }
  /** Which of them were started here, in words. */
  started: string[]
  close(): Promise<void>
}

/**
 * MongoDB, NATS and Redis: at the URLs that are configured, else started from the PATH with their data under `folder`,
 * and started again whenever they end.
 * @throws StartError naming each that cannot be had, and how to get it
 */
export async function neededServers(
  config: Config,
  folder: string,
  say: (line: string) => void,
): Promise<NeededServers> {
  const programs = findMissing(config)
  const servers: Server[] = []
  const started: string[] = []
  const closing = new AbortController()
  const kept: Promise<void>[] = []

  async function start(name: string, begin: (port: number, dir: string) => Promise<Server>): Promise<string> {
    const dir = join(folder, name)
    makeFolder(dir)
    const server = await begin(await keptPort(dir), dir)
    servers.push(server)
    started.push(`${name} on port ${server.port}`)
    kept.push(keepServer(name, server, { signal: closing.signal, say }))
    return server.url
  }
  const close = async () => {
    closing.abort()
    await Promise.all(servers.map((server) => server.stop()))
    await Promise.all(kept)
  }
  const password = randomBytes(24).toString('hex')
  try {
    const [MONGODB_URL, NATS_URL, REDIS_URL] = await Promise.all([
      config.MONGODB_URL ??
        start('mongodb', (port, dbPath) => startMongo({ program: programs.mongod, port, dbPath })),
      config.NATS_URL ??
        start('nats', (port, storeDir) =>
          startNats({ program: programs.nats, port, storeDir, user: 'parley', password }),
        ),
      config.REDIS_URL ??
        start('redis', (port, dir) => startRedis({ program: programs.redis, port, dir, password })),
    ])
    return { urls: { MONGODB_URL, NATS_URL, REDIS_URL }, started, close }
  } catch (error) {
    await close()
    throw error
  }
}

function findMissing(config: Config): { mongod: string; nats: string; redis: string } {
  const programs = {
    mongod: findPrograms(['mongod'])[0] ?? '',
    nats: findNats() ?? '',
    redis: findRedis() ?? '',
  }
  const missing = [
    config.MONGODB_URL || programs.mongod
      ? undefined
      : 'MongoDB 8 (mongod): install it from mongodb.com/try/download/community, or set MONGODB_URL.',
    config.NATS_URL || programs.nats
      ? undefined
      : 'NATS (nats-server): install it from nats.io/download, or set NATS_URL.',
    config.REDIS_URL || programs.redis
      ? undefined
      : 'Redis (redis-server): `apt install redis-server`, `brew install redis`, or set REDIS_URL.',
  ].filter((line) => line !== undefined)
  if (missing.length > 0)
    throw new StartError(['Not on the PATH, and no URL given:', ...missing].join('\n  '))
  return programs
}

/** A replica set knows its own address, so a server keeps the port of its first start. */
async function keptPort(dir: string): Promise<number> {
  const file = join(dir, '.port')
  if (!existsSync(file)) writeFileSync(file, String(await freePort()))
  return Number(readFileSync(file, 'utf8'))
}
