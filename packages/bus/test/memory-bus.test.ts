import { uniqueName } from '@parley/testing'
import t from 'tap'
import { BusUnavailable, memoryBus } from '../src/index.ts'
import { Collector } from './collector.ts'
import { busSuite } from './suite.ts'

t.test('a bus in one process', async (t) => {
  busSuite(t, {
    keepsForAbsent: false,
    connect: (() => {
      const buses = new WeakMap()
      return async (test) => {
        const bus = buses.get(test) ?? memoryBus({ onError: () => undefined })
        buses.set(test, bus)
        test.teardown(() => bus.close())
        return bus
      }
    })(),
  })
})

t.test('hands over the very object', async (t) => {
  const bus = memoryBus()
  t.teardown(() => bus.close())
  const got = new Collector()
  const payload = { big: [1, 2, 3] }
  await bus.subscribe('a', got.add)
  bus.publish('a', payload)
  t.equal((await got.reached(1))[0], payload)
})

t.test('reports what a handler throws, with the subject', async (t) => {
  const errors = new Collector<string>()
  const bus = memoryBus({ onError: (error, subject) => errors.add(`${subject}: ${String(error)}`) })
  t.teardown(() => bus.close())
  await bus.subscribe('a.*', () => {
    throw new Error('broken')
  })
  bus.publish('a.b', 1)
  t.same(await errors.reached(1), ['a.b: Error: broken'])
})

t.test('a durable publish waits for its consumers', async (t) => {
  const bus = memoryBus({ onError: () => undefined, maxAttempts: 3, absentMs: 50 })
  t.teardown(() => bus.close())
  const subject = `${uniqueName('o')}.v1.entry.created`

  await t.test('and resolves when the last has handled it', async (t) => {
    const gate = Promise.withResolvers<void>()
    const consumer = await bus.consume(subject, 'one', () => gate.promise)
    let resolved = false
    const published = bus.publishDurable(subject, 1, '1').then(() => {
      resolved = true
    })
    const heard = new Collector()
    await bus.subscribe('later', heard.add)
    bus.publish('later', 1)
    await heard.reached(1)
    t.equal(resolved, false)
    gate.resolve()
    await published
    await consumer.close()
  })

  await t.test('fails when it is rejected again and again; then its id may come again', async (t) => {
    let tries = 0
    const consumer = await bus.consume(subject, 'one', async () => {
      if (++tries <= 3) throw new Error('never')
    })
    await t.rejects(bus.publishDurable(subject, 1, '2'), BusUnavailable)
    t.equal(tries, 3)
    await bus.publishDurable(subject, 1, '2')
    t.equal(tries, 4)
    await consumer.close()
  })

  await t.test('fails when nobody comes back', async (t) => {
    await t.rejects(bus.publishDurable(subject, 1, '3'), BusUnavailable)
  })
})

t.test('drops what is more than one turn may hold, and says so once', async (t) => {
  const errors = new Collector()
  const got = new Collector()
  const bus = memoryBus({ onError: errors.add })
  t.teardown(() => bus.close())
  await bus.subscribe('a', got.add)
  for (let i = 0; i < 100_010; i++) bus.publish('a', i)
  await t.rejects(bus.request('a', 1), BusUnavailable)
  await bus.flush()
  t.equal(got.items.length, 100_000)
  t.equal(errors.items.length, 1)
})
