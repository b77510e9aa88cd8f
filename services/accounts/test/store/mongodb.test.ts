import { needs, startMongo, uniqueName, waitFor, want } from '@parley/testing'
import { MongoClient } from 'mongodb'
import t from 'tap'
import { mongodbStore } from '../../src/store/mongodb.ts'
import { account } from './account.ts'
import { storeSuite } from './suite.ts'

t.test('the suite', await needs('mongodb'), async (t) => {
  const server = new URL((await want.mongodb(t)).url)
  const client = new MongoClient(server.href)
  t.teardown(() => client.close())
  storeSuite(t, async (t) => {
    const database = uniqueName('parley')
    const url = Object.assign(new URL(server), { pathname: `/${database}` }).href
    t.teardown(() => client.db(database).dropDatabase())
    return () => {
      const store = mongodbStore({ url, answerWithinMs: 20_000 })
      t.teardown(() => store.close())
      return store
    }
  })
})

t.test('data of a newer version are refused with one sentence', await needs('mongodb'), async (t) => {
  const { url } = await want.mongodb(t)
  const client = new MongoClient(url)
  t.teardown(() => client.close())
  await client
    .db()
    .collection<{ _id: string; version: number }>('accounts_meta')
    .insertOne({ _id: 'schema', version: 99 })
  const store = mongodbStore({ url })
  t.teardown(() => store.close())
  await t.rejects(store.open(), { name: 'StartError', message: /newer version.*99.*5\)/ })
})

t.test('away means an error within about 2 s, back means back', await needs('own mongodb'), async (t) => {
  const server = await startMongo()
  t.teardown(() => server.stop())
  await server.kill()
  const store = mongodbStore({ url: server.url })
  t.teardown(() => store.close())
  await failsSoon(store.open())
  await failsSoon(store.insert(account('ada')))
  await server.restart()
  await waitFor(() => store.ping().then(() => true), { what: 'MongoDB to be back' })
  t.equal(await store.insert(account('ada')), 'inserted')
  server.pause()
  await failsSoon(store.byUsername('ada'))
  await failsSoon(store.ping())
  server.resume()
  await waitFor(() => store.byUsername('ada'), { what: 'MongoDB to answer again' })

  async function failsSoon(use: Promise<unknown>): Promise<void> {
    const start = performance.now()
    await t.rejects(use, { name: 'StoreUnavailable', statusCode: 503 })
    t.ok(performance.now() - start < 15_000, 'soon')
  }
})
