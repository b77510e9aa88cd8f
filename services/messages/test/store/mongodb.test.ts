import { needs, tcpProxy, want } from '@parley/testing'
import { MongoClient } from 'mongodb'
import t, { type Test } from 'tap'
import { mongodbStore } from '../../src/store/mongodb.ts'
import { NewerData } from '../../src/store/newer-data.ts'
import { arrangeSuite } from './arrange-suite.ts'
import { blocksSuite } from './blocks-suite.ts'
import { changesSuite } from './changes-suite.ts'
import { groupsSuite } from './groups-suite.ts'
import { reportsSuite } from './reports-suite.ts'
import { savedSuite } from './saved-suite.ts'
import { storeSuite } from './suite.ts'

t.test('on MongoDB', await needs('mongodb'), async (t) => {
  const server = await want.mongodb(t)
  let count = 0
  const makeOn = async (t: Test) => {
    const store = mongodbStore({ url: server.url, database: `${server.database}_${(count += 1)}` })
    t.teardown(() => store.close())
    await store.open()
    return store
  }
  await t.test('suite', (t) => storeSuite(t, makeOn))
  await t.test('changes', (t) => changesSuite(t, makeOn))
  await t.test('saved', (t) => savedSuite(t, makeOn))
  await t.test('arranged', (t) => arrangeSuite(t, makeOn))
  await t.test('groups', (t) => groupsSuite(t, makeOn))
  await t.test('blocks', (t) => blocksSuite(t, makeOn))
  await t.test('reports', (t) => reportsSuite(t, makeOn))

  await t.test('a database of a newer version is refused in one sentence', async (t) => {
    const client = new MongoClient(server.url)
    t.teardown(() => client.close())
    await client
      .db()
      .collection<{ _id: string }>('messages_schema')
      .insertOne({ _id: 'messages', version: 9 } as never)
    const store = mongodbStore({ url: server.url })
    t.teardown(() => store.close())
    await t.rejects(store.open(), NewerData)
  })

  await t.test('what a lost connection may not have brought is not taken as stored', async (t) => {
    const wire = await tcpProxy(server.url)
    t.teardown(() => wire.close())
    const database = `${server.database}_lost`
    const url = `mongodb://127.0.0.1:${wire.port}/?directConnection=true`
    const store = mongodbStore({ url, database })
    t.teardown(() => store.close())
    await store.open()
    const conversation = 'd_ann_ben'
    const members = ['ann', 'ben']
    const move = (seq: number) =>
      store.move({
        heads: [{ conversation, members, head: { seq, n: seq, at: seq } }],
        pointers: [{ conversation, members, user: 'ann', readSeq: seq, readN: seq, deliveredSeq: seq }],
      })
    await move(1)
    // Nothing gets through any more, and what is under way is cut off, also when it is tried once more.
    wire.hold('to target')
    const lost = move(2)
    const cutting = setInterval(() => wire.cut(), 20)
    t.teardown(() => clearInterval(cutting))
    await t.rejects(lost, { code: 'UNAVAILABLE' })
    clearInterval(cutting)
    await wire.restore()
    t.equal((await store.find([conversation])).get(conversation)?.head.seq, 1)
    await move(2)
    t.match((await store.find([conversation])).get(conversation), { head: { seq: 2 } })
  })

  await t.test('many who move the same conversations at once do not stand in each other’s way', async (t) => {
    const database = `${server.database}_moves`
    const stores = [1, 2, 3].map(() => mongodbStore({ url: server.url, database }))
    t.teardown(() => Promise.all(stores.map((store) => store.close())))
    const members = ['ann', 'ben']
    const conversations = Array.from({ length: 40 }, (_, i) => `d_ann${i}_ben`)
    const rounds = async (store: (typeof stores)[number], shift: number) => {
      for (let round = 1; round <= 15; round++) {
        const seq = round * 3 + shift
        // Each in an order of its own.
        const order = conversations.toSorted(() => Math.random() - 0.5)
        const heads = order.map((conversation) => ({ conversation, members, head: { seq, n: seq, at: seq } }))
        await store.move({ heads, pointers: [] })
      }
    }
    await t.resolves(Promise.all(stores.map((store, shift) => rounds(store, shift))))
    const found = await stores[0]?.find(conversations)
    t.same(new Set([...(found?.values() ?? [])].map(({ head }) => head.seq)), new Set([47]))
  })
})
