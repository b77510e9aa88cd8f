import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { logIndexes } from '@parley/messages'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { type Finding, ill, well, wordsOf } from './finding.ts'

const timeoutMs = 4_000

export async function checkRedis(url: string | undefined): Promise<Finding[]> {
  if (!url) return [well('Redis', 'not configured: sessions and presence are embedded')]
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // `connect` itself says only that the connection is closed.
  let reason: unknown
  redis.on('error', (error) => {
    reason = error
  })
  try {
    await redis.connect()
    const info = await redis.info()
    const version = /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown version'
    const findings = [well('Redis', version)]
    if (!/aof_enabled:1/.test(info)) {
      findings.push(
        ill(
          'Redis',
          'does not keep an append-only file: sessions are lost when it restarts',
          'Set `appendonly yes`.',
        ),
      )
    }
    return findings
  } catch (error) {
    return [
      ill(
        'Redis',
        wordsOf(reason ?? error),
        'Start Redis, and see that REDIS_URL has its address and password.',
      ),
    ]
  } finally {
    redis.disconnect()
  }
}

export async function checkNats(url: string | undefined): Promise<Finding[]> {
  if (!url) return [well('NATS', 'not configured: the bus is embedded')]
  const { host, username, password } = new URL(url)
  const credentials = password
    ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
    : username
      ? { token: decodeURIComponent(username) }
      : {}
  try {
    const nats = await connect({ servers: host, ...credentials, timeout: timeoutMs, reconnect: false })
    try {
      return [well('NATS', nats.info?.version ?? 'unknown version'), await checkJetStream(nats)]
    } finally {
      await nats.close()
    }
  } catch (error) {
    return [
      ill(
        'NATS',
        wordsOf(error),
        'Start nats-server, and see that NATS_URL has its address and credentials.',
      ),
    ]
  }
}

async function checkJetStream(nats: Awaited<ReturnType<typeof connect>>): Promise<Finding> {
  try {
    const manager = await jetstreamManager(nats, { timeout: timeoutMs })
    const { streams, storage } = await manager.getAccountInfo()
    return well('JetStream', `${streams} streams, ${Math.round(storage / 1024)} KB stored`)
  } catch (error) {
    return ill('JetStream', wordsOf(error), 'Start nats-server with --jetstream and a --store_dir.')
  }
}

/** Collections and the indexes without which a promise would not hold, or a page not be fast. */
export async function checkMongodb(url: string | undefined): Promise<Finding[]> {
  if (!url) return [well('MongoDB', 'not configured: data are in SQLite, in the data folder')]
  const client = new MongoClient(url, { serverSelectionTimeoutMS: timeoutMs, connectTimeoutMS: timeoutMs })
  try {
    const admin = client.db('admin')
    const { version } = await admin.command({ buildInfo: 1 })
    const hello = await admin.command({ hello: 1 })
    const findings = [checkVersion(String(version)), checkReplicaSet(hello.setName)]
    return [...findings, await checkIndexes(client)]
  } catch (error) {
    return [
      ill(
        'MongoDB',
        wordsOf(error),
        'Start mongod, and see that MONGODB_URL has its address, user and password.',
      ),
    ]
  } finally {
    await client.close()
  }
}

function checkVersion(version: string): Finding {
  return Number.parseInt(version, 10) >= 7
    ? well('MongoDB', version)
    : ill('MongoDB', `${version} is too old`, 'Parley is made for MongoDB 8 and works from 7 on.')
}

function checkReplicaSet(name: unknown): Finding {
  if (typeof name === 'string') return well('Replica set', name)
  return ill(
    'Replica set',
    'mongod runs alone: acknowledged messages would not survive it',
    'Start it with --replSet rs0 and call rs.initiate() once.',
  )
}

/** As `conversation,seq (unique)`. */
function fieldsOf({ key, unique }: { key: object; unique?: boolean }): string {
  return `${Object.keys(key).join(',')}${unique ? ' (unique)' : ''}`
}

async function checkIndexes(client: MongoClient): Promise<Finding> {
  // Where the URL names no database the driver says `test`, and the services take `parley`.
  const database = client.db(client.options.dbName === 'test' ? 'parley' : undefined)
  const collections = await database.listCollections({}, { nameOnly: true }).toArray()
  if (!collections.some(({ name }) => name === 'messages_entries'))
    return well('Indexes', 'made at the first start')
  const indexes = await database.collection('messages_entries').indexes()
  const found = new Set(indexes.map(fieldsOf))
  const missing = logIndexes.map(fieldsOf).filter((fields) => !found.has(fields))
  if (missing.length === 0) return well('Indexes', `${indexes.length} on the log`)
  return ill(
    'Indexes',
    `missing on the log: ${missing.join('; ')}`,
    'Restart the messages service, which makes them, and look at its log.',
  )
}
