import { connect } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import t from 'tap'
import { needs, startRedis, want } from '../src/index.ts'

t.test('a database that is gone after its test', await needs('mongodb'), async (t) => {
  let url = ''
  let client: MongoClient | undefined
  await t.test('inside', async (t) => {
    const mongo = await want.mongodb(t)
    url = mongo.url
    client = new MongoClient(url)
    t.equal(client.db().databaseName, mongo.database)
    await client.db().collection('things').insertOne({})
    t.equal(await client.db().collection('things').countDocuments(), 1)
    if (!process.env.PARLEY_TEST_MONGODB_URL) await client.close()
  })
  if (!process.env.PARLEY_TEST_MONGODB_URL) return
  t.equal(await client?.db().collection('things').countDocuments(), 0)
  await client?.close()
})

t.test('keys that are gone after their test, and no others', await needs('own redis'), async (t) => {
  const server = await startRedis()
  t.teardown(() => server.stop())
  const before = process.env.PARLEY_TEST_REDIS_URL
  process.env.PARLEY_TEST_REDIS_URL = server.url
  t.teardown(() => {
    if (before === undefined) delete process.env.PARLEY_TEST_REDIS_URL
    else process.env.PARLEY_TEST_REDIS_URL = before
  })
  const client = new Redis(server.url)
  t.teardown(() => client.disconnect())
  await client.set('not-mine', '1')
  await t.test('inside', async (t) => {
    const { url, prefix } = await want.redis(t)
    t.equal(url, server.url)
    await client.set(`${prefix}a`, '1')
    t.same((await client.keys('*')).sort(), ['not-mine', `${prefix}a`])
  })
  t.same(await client.keys('*'), ['not-mine'])
})

t.test('a NATS server', await needs('nats'), async (t) => {
  const { url } = await want.nats(t)
  const nats = await connect({ servers: url })
  await nats.flush()
  await nats.close()
})

t.test('what is missing is said', async (t) => {
  const path = process.env.PATH
  t.teardown(() => {
    process.env.PATH = path
  })
  process.env.PATH = ''
  t.match(await needs('own redis'), { skip: /own redis: there is no redis-server/ })
})
