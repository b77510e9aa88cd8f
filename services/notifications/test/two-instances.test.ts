import { type Bus, natsBus } from '@parley/bus'
import { needs, startNats, waitFor } from '@parley/testing'
import t, { type Test } from 'tap'
import { listen, publishEntry, publishRead, startCounting, startNotifications } from './house/open-house.ts'

t.test('two instances share the work; each change is told once', await needs('own nats'), async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const counting = await startCounting(t, await connect(t, server.url))
  counting.counts.set('bob', 1)
  const buses = [await connect(t, server.url), await connect(t, server.url)]
  const apps = await Promise.all(buses.map((bus) => startNotifications(t, bus)))
  const outside = await connect(t, server.url)
  const told = await listen(outside, ['ann', 'bob', 'eve'])
  const bob = told.get('bob') ?? []

  let sent = 0
  const instances = () => new Set(bob.map(({ instance }) => instance))
  while (instances().size < 2 && sent < 200) {
    await publishEntry(outside, ['ann', 'bob'])
    sent += 1
    await waitFor(() => bob.length >= sent, { what: `push ${sent}` })
  }
  t.equal(instances().size, 2, `both had their share of ${sent}`)
  t.equal(bob.length, sent)
  t.equal(told.get('ann')?.length, sent)
  for (const instance of instances()) {
    const orders = bob.filter((event) => event.instance === instance).map(({ order }) => order)
    t.same(
      orders,
      orders.toSorted((one, other) => one - other),
    )
  }

  await apps[0]?.close()
  counting.counts.set('bob', 0)
  await publishRead(outside, 'bob')
  await waitFor(() => bob.length === sent + 1, { what: 'the one that is left' })
  t.equal(bob.at(-1)?.unread.count, 0)
  await publishRead(outside, 'eve')
  await waitFor(() => told.get('eve')?.length === 1, { what: "the outsider's own, which is her first" })
})

t.test('NATS away is said, and what was kept is told when it is back', await needs('own nats'), async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const bus = await connect(t, server.url)
  const outside = await connect(t, server.url)
  await startCounting(t, outside)
  const app = await startNotifications(t, bus)
  const told = await listen(outside, ['bob'])
  await publishRead(outside, 'bob')
  await waitFor(() => told.get('bob')?.length === 1, { what: 'the first' })
  await server.kill()
  await waitFor(() => !bus.connected, { what: 'the loss' })
  t.match((await app.inject('/health/ready')).json(), { status: 'unavailable', parts: { bus: /^away/ } })
  await server.restart()
  await waitFor(async () => (await app.inject('/health/ready')).statusCode === 200, {
    what: 'it to be ready',
  })
  await waitFor(() => publishRead(outside, 'bob').then(() => true), { what: 'the event to be kept' })
  await waitFor(() => (told.get('bob')?.length ?? 0) >= 2, { what: 'the next' })
})

async function connect(t: Test, url: string): Promise<Bus> {
  const bus = await natsBus({ url, name: 'test', onError: () => undefined })
  t.teardown(() => bus.close())
  await waitFor(() => bus.connected, { what: 'a connection' })
  return bus
}
