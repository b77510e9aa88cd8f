import * as servers from '@parley/servers'
import { findMongo } from './find-mongo.ts'
import { testFolders } from './programs.ts'

/** Options without the program: it is looked for where tests look. */
type Options<O> = Omit<O, 'program'>

let nats: string | undefined

/** The NATS server on this machine, if there is one. */
export function findNats(): string | undefined {
  nats ??= servers.findNats(testFolders())
  return nats
}

/** The Redis server on this machine, if there is one. */
export function findRedis(): string | undefined {
  return servers.findRedis(testFolders())
}

/** A MongoDB of one's own. @throws where none can be had */
export async function startMongo(options: Options<servers.MongoOptions> = {}): Promise<servers.Server> {
  const mongo = await findMongo()
  if ('missing' in mongo) throw new Error(mongo.missing)
  return await servers.startMongo({ ...options, program: mongo.program })
}

/** A NATS of one's own, with JetStream. @throws where none can be had */
export async function startNats(options: Options<servers.NatsOptions> = {}): Promise<servers.Server> {
  const program = findNats()
  if (program === undefined) throw new Error('there is no nats-server on the PATH')
  return await servers.startNats({ ...options, program })
}

/** A Redis of one's own. @throws where none can be had */
export async function startRedis(options: Options<servers.RedisOptions> = {}): Promise<servers.Server> {
  const program = findRedis()
  if (program === undefined) throw new Error('there is no redis-server on the PATH')
  return await servers.startRedis({ ...options, program })
}
