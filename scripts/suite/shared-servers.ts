import { delimiter, dirname } from 'node:path'
import {
  findMongo,
  findNats,
  findRedis,
  givenUrl,
  startMongo,
  startRedis,
} from '../../packages/testing/src/index.ts'

/** What the test files run with: the environment that lends them servers, and how to end these. */
export interface SharedServers {
  env: NodeJS.ProcessEnv
  stop(): Promise<void>
}

/**
 * One Redis and one MongoDB for the whole run, unless the environment names some; NATS, whose subjects are fixed, is
 * started by the files. URLs are lent under names of the tests' own: a Parley that a test starts must not find them.
 */
export async function startSharedServers(): Promise<SharedServers> {
  const [mongo, redis] = await Promise.all([lendMongo(), lendRedis()])
  const { MONGODB_URL: _mongodb, NATS_URL: _nats, REDIS_URL: _redis, ...env } = process.env
  return {
    env: {
      ...env,
      ...mongo.env,
      ...redis.env,
      ...named('NATS_URL'),
      // Commands that start servers take them from the PATH.
      PATH: [...new Set([...folders(findNats()), ...mongo.path, env.PATH])].filter(Boolean).join(delimiter),
    },
    async stop() {
      await Promise.all([mongo.stop(), redis.stop()])
    },
  }
}

interface Lent {
  env: NodeJS.ProcessEnv
  path: string[]
  stop: () => Promise<void>
}

const nothingToStop = () => Promise.resolve()

async function lendMongo(): Promise<Lent> {
  const found = givenUrl('MONGODB_URL') && !process.env.MONGOMS_SYSTEM_BINARY ? undefined : await findMongo()
  const program = found && 'program' in found ? found.program : undefined
  const own = program === undefined ? {} : { MONGOMS_SYSTEM_BINARY: program }
  const path = folders(program)
  if (givenUrl('MONGODB_URL')) return { env: { ...own, ...named('MONGODB_URL') }, path, stop: nothingToStop }
  if (found && 'missing' in found) {
    return { env: { PARLEY_TEST_NO_MONGODB: found.missing }, path, stop: nothingToStop }
  }
  const server = await startMongo()
  return { env: { ...own, PARLEY_TEST_MONGODB_URL: server.url }, path, stop: () => server.stop() }
}

async function lendRedis(): Promise<Lent> {
  if (givenUrl('REDIS_URL')) return { env: named('REDIS_URL'), path: [], stop: nothingToStop }
  if (findRedis() === undefined) return { env: {}, path: [], stop: nothingToStop }
  const server = await startRedis()
  return { env: { PARLEY_TEST_REDIS_URL: server.url }, path: [], stop: () => server.stop() }
}

function named(name: 'MONGODB_URL' | 'NATS_URL' | 'REDIS_URL'): NodeJS.ProcessEnv {
  const url = givenUrl(name)
  return url === undefined ? {} : { [`PARLEY_TEST_${name}`]: url }
}

function folders(program: string | undefined): string[] {
  return program === undefined ? [] : [dirname(program)]
}
