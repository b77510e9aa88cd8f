import { needs, startNats, tcpProxy, uniqueName } from '@parley/testing'
import t from 'tap'
import { BusTimeout, BusUnavailable } from '../src/index.ts'
import { Collector, takes } from './collector.ts'
import { durableSubject } from './durable-subject.ts'
import { open, watch } from './open-nats-bus.ts'

const options = await needs('own nats')

t.test('a server that is half dead', options, async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const errors = new Collector()
  const bus = await open(t, server.url, errors)
  const subject = uniqueName('s')
  const event = durableSubject()
  const heard = new Collector()
  const consumed = new Collector()
  await bus.consume(event, 'one', takes(consumed))
  await bus.respond(subject, 'q', async (payload) => payload)
  await bus.subscribe(`${subject}.x`, heard.add)
  const changes = watch(bus)
  server.pause()
  const underWay = t.rejects(bus.request(subject, 1, { timeoutMs: 600_000 }), BusTimeout)
  // More than the kernel buffers, and than the bus is to keep.
  const payload = 'x'.repeat(500_000)
  for (let i = 0; i < 300; i++) bus.publish(`${subject}.big`, payload)
  t.equal(errors.items.filter(isUnavailable).length, 1, 'what cannot be sent is dropped and said, once')
  t.same(await changes.reached(1, 20_000), [false])
  await underWay
  server.resume()
  t.same(await changes.reached(2, 20_000), [false, true])
  bus.publish(`${subject}.x`, 'arrives')
  await heard.reached(1)
  t.equal(await bus.request(subject, 'answered'), 'answered')
  await bus.publishDurable(event, 'durable', '1')
  t.same(await consumed.reached(1), ['durable'])
})

t.test('a member of a consumer is cut off in the middle of its work', options, async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const wire = await tcpProxy(server.url)
  t.teardown(() => wire.close())
  const event = durableSubject()
  const gate = Promise.withResolvers<void>()
  const started = new Collector()
  const lost = await open(t, `nats://127.0.0.1:${wire.port}`)
  await lost.consume(event, 'one', async (payloads) => {
    started.add(payloads[0])
    await gate.promise
  })
  const other = await open(t, server.url)
  await other.publishDurable(event, 'work', '1')
  await started.reached(1)
  const done = new Collector()
  await other.consume(event, 'one', takes(done))
  await wire.refuse()
  t.same(await done.reached(1, 15_000), ['work'])
  gate.resolve()
})

function isUnavailable(error: unknown): boolean {
  return error instanceof BusUnavailable
}
