import { randomUUID } from 'node:crypto'
import { natsBus } from '@parley/bus'
import { directConversation, entriesCreated, messages } from '@parley/contracts'
import { createCall, createLogger } from '@parley/service'
import { freePort, needs, startMongo, startNats, uniqueName, waitFor } from '@parley/testing'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { mongodbStore } from '../../src/store/mongodb.ts'
import { people, say, secret, type Service } from '../operations/service.ts'
import { allEntries, faultsOf, Sender } from './load.ts'
import { toldEntries } from './told-entries.ts'

t.setTimeout(70_000)

const logger = createLogger({ name: 'messages', level: process.env.LOG_LEVEL ?? 'silent' })

/** One instance, which is asked over the bus, or over HTTP where that is away. */
async function start(t: Test, urls: { mongodb: string; nats: string }) {
  const bus = await natsBus({ url: urls.nats, name: uniqueName('messages'), onError: () => undefined })
  const store = mongodbStore({ url: urls.mongodb })
  const app = await buildApp({ bus, store, secret, logger })
  t.teardown(async () => {
    await app.close()
    await bus.close()
    await store.close()
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const timed = createCall({ bus, secret, urls: { messages: address } })
  const call: Service['call'] = (operation, input, actor) =>
    timed(operation, input, { actor, requestId: randomUUID() }, { timeoutMs: 6_000 })
  const service: Service = { apps: [app], bus, passTime: () => undefined, call }
  const ready = async () => (await app.inject('/health/ready')).statusCode === 200
  return { service, call, ready }
}

t.test('MongoDB away', await needs('own mongodb', 'own nats'), async (t) => {
  const nats = await startNats()
  t.teardown(() => nats.stop())
  const port = await freePort()
  const url = `mongodb://127.0.0.1:${port}/${uniqueName('parley')}?directConnection=true`
  const { service, call, ready } = await start(t, { mongodb: url, nats: nats.url })
  const [ann = '', bob = ''] = people('ann', 'bob')
  const conversation = directConversation(ann, bob)
  const sent = [{ clientId: randomUUID(), text: 'is it there?' }]

  t.notOk(await ready(), 'it has started, and says that it is not ready')
  const startedAt = performance.now()
  // Whether the two may write to one another is asked first, so nothing was tried.
  await t.rejects(call(messages.send, { conversation, messages: sent }, ann), {
    code: 'UNAVAILABLE',
    unclear: false,
  })
  await t.rejects(call(messages.history, { conversation }, ann), { code: 'UNAVAILABLE' })
  await t.rejects(call(messages.conversations, {}, ann), { code: 'UNAVAILABLE' })
  await t.rejects(call(messages.unread, {}, ann), { code: 'UNAVAILABLE' })
  t.ok(performance.now() - startedAt < 20_000, 'each failed within seconds')

  const mongodb = await startMongo({ port })
  t.teardown(() => mongodb.stop())
  await waitFor(ready, { what: 'it to be ready by itself', timeoutMs: 20_000 })
  const again = await waitFor(
    async () => {
      const { results } = await call(messages.send, { conversation, messages: sent }, ann)
      return results.find((result) => 'entry' in result)
    },
    { what: 'a message to be taken', timeoutMs: 20_000 },
  )
  t.match(again, { entry: { seq: 1 } })

  const senders = [ann, bob].map((by) => new Sender(call, conversation, by))
  const more = () => {
    const enough = senders.map(({ acknowledged }) => acknowledged.length + 30)
    return waitFor(() => senders.every((sender, i) => sender.acknowledged.length >= (enough[i] ?? 0)), {
      what: 'more messages',
      timeoutMs: 40_000,
    })
  }
  await more()
  await mongodb.kill()
  await mongodb.restart()
  await more()
  await Promise.all(senders.map((sender) => sender.stop()))
  const entries = await allEntries(call, conversation, ann)
  const texts = entries.filter(({ clientId }) => clientId !== sent[0]?.clientId)
  t.equal(texts.length, entries.length - 1)
  t.strictSame(
    faultsOf(entries, senders).filter((fault) => !fault.endsWith('order')),
    [],
  )
  const inbox = await call(messages.conversations, {}, bob)
  t.match(inbox.conversations[0], { conversation, head: { seq: entries.length } })
  await say(service, conversation, ann, 'the end')
})

t.test('NATS away', await needs('own mongodb', 'own nats'), async (t) => {
  const [nats, mongodb] = await Promise.all([startNats(), startMongo()])
  t.teardown(() => nats.stop())
  t.teardown(() => mongodb.stop())
  const urls = { mongodb: mongodb.url, nats: nats.url }
  const [one, other] = await Promise.all([start(t, urls), start(t, urls)])
  const bus = await natsBus({ url: nats.url, name: uniqueName('test'), onError: () => undefined })
  t.teardown(() => bus.close())
  const told = new Set<string>()
  const witness = await bus.consume(entriesCreated.subject, uniqueName('witness'), async (payloads) => {
    for (const entry of toldEntries(payloads)) told.add(entry)
  })
  t.teardown(() => witness.close())
  const [ann = '', bob = ''] = people('ann', 'bob')
  const conversation = directConversation(ann, bob)
  await say(one.service, conversation, ann, '1')

  await nats.kill()
  await waitFor(() => !one.service.bus.connected && !other.service.bus.connected, {
    what: 'NATS to be missed',
  })
  t.notOk(await one.ready())
  const [second] = await say(one.service, conversation, ann, '2')
  t.equal(second?.seq, 2, 'what is sent is taken')
  t.equal((await one.call(messages.unread, {}, bob)).count, 2)
  await waitFor(async () => (await other.call(messages.unread, {}, bob)).count === 2, {
    what: 'the other instance to have it too',
    timeoutMs: 5_000,
  })
  t.match(await other.call(messages.markRead, { conversation, seq: 2 }, bob), { readSeq: 2 })

  await nats.restart()
  await waitFor(() => told.has(`${conversation}:2`), { what: 'it to be told after all', timeoutMs: 30_000 })
  await waitFor(one.ready, { what: 'it to be ready by itself' })
  await say(other.service, conversation, bob, '3')
  await waitFor(() => told.has(`${conversation}:3`), { what: 'what follows to be told' })
})
