import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, needs, startNats, uniqueName, waitFor } from '@parley/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import t from 'tap'
import { type Bus, BusTimeout, BusUnavailable } from '../src/index.ts'
import { Collector, takes } from './collector.ts'
import { durableSubject } from './durable-subject.ts'
import { open, watch } from './open-nats-bus.ts'

const options = await needs('own nats')

t.test('the server is away at first', options, async (t) => {
  const port = await freePort()
  const bus = await open(t, `nats://127.0.0.1:${port}`)
  t.equal(bus.connected, false)
  const subject = uniqueName('s')
  const event = durableSubject()
  const heard = new Collector()
  const consumed = new Collector()
  await bus.subscribe(subject, heard.add)
  await bus.respond(`${subject}.ask`, 'q', async (payload) => payload)
  await bus.consume(event, 'one', takes(consumed))
  bus.publish(subject, 'dropped')
  await t.rejects(bus.request(`${subject}.ask`, 1), BusUnavailable)
  await t.rejects(bus.publishDurable(event, 1, '1'), BusUnavailable)
  await t.rejects(bus.flush(), BusUnavailable)

  const changes = watch(bus)
  const server = await startNats({ port })
  t.teardown(() => server.stop())
  t.same(await changes.reached(1), [true])
  bus.publish(subject, 'arrives')
  t.same(await heard.reached(1), ['arrives'])
  t.equal(await bus.request(`${subject}.ask`, 'answered'), 'answered')
  await publishUntilConsumed(bus, event, consumed)
})

t.test('the server is killed and comes back', options, async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const [a, b] = [await open(t, server.url), await open(t, server.url)]
  const subject = uniqueName('s')
  const event = durableSubject()
  const heard = new Collector()
  const asked = new Collector()
  const consumed = new Collector()
  const gate = Promise.withResolvers<void>()
  await b.subscribe(`${subject}.>`, heard.add)
  await b.respond(`${subject}-ask`, 'q', async (payload) => {
    asked.add(payload)
    if (payload === 'wait') await gate.promise
    return payload
  })
  const before = await b.consume(event, 'away', takes(new Collector()))
  await before.close()
  await b.consume(event, 'there', takes(consumed))
  await a.publishDurable(event, 'kept', '1')
  await consumed.reached(1)

  const changes = [watch(a), watch(b)]
  const underWay = a.request(`${subject}-ask`, 'wait', { timeoutMs: 600_000 })
  await asked.reached(1)
  await Promise.all([t.rejects(underWay, BusTimeout), server.kill()])
  for (const change of changes) t.same(await change.reached(1), [false])
  gate.resolve()
  t.equal(a.connected, false)
  a.publish(`${subject}.x`, 'dropped')
  await t.rejects(a.request(`${subject}-ask`, 1), BusUnavailable)
  await t.rejects(a.publishDurable(event, 'refused', '2'), BusUnavailable)

  await server.restart()
  for (const change of changes) t.same(await change.reached(2), [false, true])
  a.publish(`${subject}.x`, 'arrives')
  t.same(await heard.reached(1), ['arrives'], 'what was published while away was dropped')
  t.equal(await a.request(`${subject}-ask`, 'answered'), 'answered')

  const survived = new Collector()
  await b.consume(event, 'away', takes(survived))
  t.same(await survived.reached(1), ['kept'])
  await a.publishDurable(event, 'kept', '1')
  await a.publishDurable(event, 'after', '3')
  t.same(await survived.reached(2), ['kept', 'after'], 'an id is known across the restart')
  await waitFor(() => consumed.items.includes('after'), { what: 'the consumer to go on' })
})

t.test('the store of JetStream is wiped', options, async (t) => {
  const storeDir = await mkdtemp(join(tmpdir(), 'parley-bus-test-'))
  t.teardown(() => rm(storeDir, { recursive: true, force: true }))
  const server = await startNats({ storeDir })
  t.teardown(() => server.stop())
  const [a, b] = [await open(t, server.url), await open(t, server.url)]
  const event = durableSubject()
  const consumed = new Collector()
  await b.consume(event, 'one', takes(consumed))
  await a.publishDurable(event, 'before', '1')
  await consumed.reached(1)

  await server.kill()
  for (const entry of await readdir(storeDir)) await rm(join(storeDir, entry), { recursive: true })
  await server.restart()
  await waitFor(() => a.connected, { what: 'the connection' })
  // Before the consumer may be there again: it must not begin after it.
  await a.publishDurable(event, 'after', '2')
  t.same(await consumed.reached(2, 20_000), ['before', 'after'])
})

t.test('a stream is removed under a living connection', options, async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const [a, b] = [await open(t, server.url), await open(t, server.url)]
  const event = durableSubject()
  const consumed = new Collector()
  await b.consume(event, 'one', takes(consumed))
  await a.publishDurable(event, 'before', '1')
  await consumed.reached(1)
  const nc = await connect({ servers: server.url })
  const manager = await jetstreamManager(nc)
  for await (const stream of manager.streams.list()) await manager.streams.delete(stream.config.name)
  await nc.close()
  await a.publishDurable(event, 'after', '2')
  t.same(await consumed.reached(2, 25_000), ['before', 'after'])
})

t.test('a stream that was made with other limits gets the right ones', options, async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const nc = await connect({ servers: server.url })
  t.teardown(() => nc.close())
  const manager = await jetstreamManager(nc)
  const event = durableSubject()
  const [owner = ''] = event.split('.')
  const name = `PARLEY_${owner.toUpperCase()}`
  await manager.streams.add({ name, subjects: [`${owner}.v1.*.*`], max_msgs: 1 })
  const bus = await open(t, server.url)
  await bus.publishDurable(event, 1, '1')
  await bus.publishDurable(event, 2, '2')
  const { config, state } = await manager.streams.info(name)
  t.equal(state.messages, 2)
  t.match(config, { max_msgs: -1, max_bytes: 2 ** 30, discard: 'old', storage: 'file' })
})

t.test('credentials that are refused are said, and not shown', options, async (t) => {
  const server = await startNats({ user: 'parley', password: 'right' })
  t.teardown(() => server.stop())
  const errors = new Collector()
  const bus = await open(t, server.url.replace('right', 'wrong-secret'), errors)
  t.equal(bus.connected, false)
  await bus.close()
  const said = errors.items.map(String).join(' ')
  t.match(said, /authorization/i)
  t.notMatch(said, /wrong-secret/)
})

t.test('closes while the server is away', options, async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const bus = await open(t, server.url)
  await bus.respond(uniqueName('s'), 'q', async () => 1)
  await bus.consume(durableSubject(), 'one', takes(new Collector()))
  const changes = watch(bus)
  await server.kill()
  await changes.reached(1)
  const startedAt = performance.now()
  await bus.close()
  t.ok(performance.now() - startedAt < 15_000)
})

/** A consumer that could not be made at once gets only what comes after it is. */
async function publishUntilConsumed(bus: Bus, event: string, consumed: Collector): Promise<void> {
  let tries = 0
  await waitFor(
    async () => {
      await bus.publishDurable(event, 'arrives', String(++tries))
      return consumed.items.length > 0
    },
    { what: 'the consumer to be made' },
  )
}
