import type { Server } from '@parley/servers'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { chromium } from './chromium.ts'
import { givenUrl } from './given-url.ts'
import { startMongo, startNats, startRedis } from './own-servers.ts'
import type { HasTeardown } from './teardown.ts'
import { uniqueName } from './unique-name.ts'
import { withDatabase } from './with-database.ts'

/**
 * Real parts for an ordinary test file, which does not break them: the run's shared server where there is one, else a
 * server of the file's own; what is taken is given back when `t` ends. They reject where it cannot be had, so give
 * the test `await needs(…)` as its options. A test that kills or pauses uses `startMongo`, `startNats`, `startRedis`.
 */
export const want = {
  /** A database of one's own: `url` names it as its path. It is dropped at the end. */
  async mongodb(t: HasTeardown): Promise<{ url: string; database: string }> {
    const database = uniqueName('parley')
    const url = withDatabase(await lent('MONGODB_URL', startMongo, t), database)
    t.teardown(() => dropDatabase(url))
    return { url, database }
  },

  /** Subjects are fixed by the contract: without a lent server, one of the file's own, which whole services need. */
  async nats(t: HasTeardown): Promise<{ url: string }> {
    return { url: await lent('NATS_URL', startNats, t) }
  },

  /** `prefix` is for the file's keys, which go at the end; other files use the same database. */
  async redis(t: HasTeardown): Promise<{ url: string; prefix: string }> {
    const prefix = `${uniqueName('parley')}:`
    const url = await lent('REDIS_URL', startRedis, t)
    t.teardown(() => removeKeys(url, prefix))
    return { url, prefix }
  },

  chromium,
}

async function lent(
  name: 'MONGODB_URL' | 'NATS_URL' | 'REDIS_URL',
  start: () => Promise<Server>,
  t: HasTeardown,
): Promise<string> {
  const given = givenUrl(name)
  if (given !== undefined) return given
  const server = await start()
  t.teardown(() => server.stop())
  return server.url
}

async function dropDatabase(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 })
  try {
    await client.db().dropDatabase()
  } finally {
    await client.close()
  }
}

async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null })
  redis.on('error', () => undefined) // the command under way fails by itself
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 500 })) {
      if (Array.isArray(keys) && keys.length > 0) await redis.unlink(keys)
    }
  } finally {
    redis.disconnect()
  }
}
