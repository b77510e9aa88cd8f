import { randomUUID } from 'node:crypto'
import { natsBus } from '@parley/bus'
import { directConversation, entriesCreated, messages } from '@parley/contracts'
import { createCall } from '@parley/service'
import { needs, startNats, uniqueName, waitFor, want } from '@parley/testing'
import t from 'tap'
import { mongodbStore } from '../../src/store/mongodb.ts'
import { people, secret, type Service } from '../operations/service.ts'
import { startChild } from './child.ts'
import { allEntries, faultsOf, Sender } from './load.ts'
import { toldEntries } from './told-entries.ts'

t.setTimeout(150_000)

const program = new URL('../../src/main.ts', import.meta.url)

t.test('two processes, killed and paused under load', await needs('mongodb', 'own nats'), async (t) => {
  const [mongodb, nats] = await Promise.all([want.mongodb(t), startNats()])
  t.teardown(() => nats.stop())
  const bus = await natsBus({ url: nats.url, name: uniqueName('test'), onError: () => undefined })
  t.teardown(() => bus.close())
  const store = mongodbStore({ url: mongodb.url })
  t.teardown(() => store.close())
  const told = new Set<string>()
  const witness = await bus.consume(entriesCreated.subject, uniqueName('witness'), async (payloads) => {
    for (const entry of toldEntries(payloads)) told.add(entry)
  })
  t.teardown(() => witness.close())

  const environment = { MONGODB_URL: mongodb.url, NATS_URL: nats.url, PARLEY_SECRET: secret, PORT: '0' }
  const start = () => startChild(t, program, environment, /listening/i)
  const [first, other] = await Promise.all([start(), start()])
  const timed = createCall({ bus, secret, urls: {} })
  const call: Service['call'] = (operation, input, actor) =>
    timed(operation, input, { actor, requestId: randomUUID() }, { timeoutMs: 2_000 })

  const [ann = '', bob = ''] = people('ann', 'bob')
  const conversation = directConversation(ann, bob)
  const senders = [ann, bob].map((by) => new Sender(call, conversation, by))
  const more = (count: number) => {
    const enough = senders.map(({ acknowledged }) => acknowledged.length + count)
    return waitFor(() => senders.every((sender, i) => sender.acknowledged.length >= (enough[i] ?? 0)), {
      what: `${count} more messages of each`,
      timeoutMs: 60_000,
    })
  }
  await more(50)
  await first.kill()
  await more(30)
  const one = await start()
  await more(50)
  const before = (await store.lanes()).map(({ id }) => id)
  other.pause()
  await waitFor(
    async () => {
      const after = new Set((await store.lanes()).map(({ id }) => id))
      return before.some((id) => !after.has(id))
    },
    { what: 'the one that lives to take over', timeoutMs: 20_000 },
  )
  other.resume()
  await more(50)
  await other.kill()
  await more(30)
  await Promise.all(senders.map((sender) => sender.stop()))

  const entries = await allEntries(call, conversation, ann)
  t.strictSame(faultsOf(entries, senders), [])
  t.match(await call(messages.conversation, { conversation }, ann), { head: { seq: entries.length } })
  await waitFor(() => entries.every(({ seq }) => told.has(`${conversation}:${seq}`)), {
    what: 'every entry to be told, the rest of the dead by who lives',
    timeoutMs: 20_000,
  })
  t.ok(entries.length >= 400)
  t.equal(await one.stop(), 0)
})
