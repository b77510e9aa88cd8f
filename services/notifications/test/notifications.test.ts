import { memoryBus } from '@parley/bus'
import { entriesCreated, notifications, ParleyError } from '@parley/contracts'
import { createCall } from '@parley/service'
import { waitFor } from '@parley/testing'
import t from 'tap'
import {
  credential,
  listen,
  openHouse,
  publishArranged,
  publishEntry,
  publishRead,
  secret,
  startCounting,
  startNotifications,
} from './house/open-house.ts'

t.test('an entry tells its members, and nobody else', async (t) => {
  const { bus, counting } = await openHouse(t)
  const told = await listen(bus, ['ann', 'bob', 'eve'])
  counting.counts.set('bob', 2)
  await publishEntry(bus, ['ann', 'bob'])
  t.match(told.get('ann'), [{ type: 'unread', unread: { user: 'ann', count: 0, messages: [] } }])
  t.match(told.get('bob'), [{ type: 'unread', unread: { user: 'bob', count: 2, messages: { length: 2 } } }])
  t.equal(told.get('ann')?.length, 1)
  // What the outsider gets later is the first that she gets.
  counting.counts.set('eve', 9)
  await publishRead(bus, 'eve')
  t.equal(told.get('eve')?.length, 1)
  t.match(told.get('eve'), [{ unread: { user: 'eve', count: 9 } }])
})

t.test('who is asked for is counted and told, and nobody else', async (t) => {
  const { bus, counting } = await openHouse(t)
  const told = await listen(bus, ['ann', 'bob', 'eve'])
  counting.counts.set('bob', 2)
  const call = createCall({ bus, secret, urls: {} })
  const context = { actor: null, requestId: 'test' }
  await call(notifications.tellUnread, { users: ['ann', 'bob'] }, context)
  await waitFor(() => (told.get('ann')?.length ?? 0) + (told.get('bob')?.length ?? 0) > 1, {
    what: 'both to be told',
  })
  t.match(told.get('bob'), [{ type: 'unread', unread: { user: 'bob', count: 2 } }])
  t.equal(told.get('ann')?.length, 1)
  t.equal(told.get('eve')?.length ?? 0, 0)
})

t.test('a read tells its reader only; later counts of one instance have a higher order', async (t) => {
  const { bus, counting } = await openHouse(t)
  const told = await listen(bus, ['ann', 'bob'])
  counting.counts.set('bob', 1)
  await publishEntry(bus, ['ann', 'bob'])
  counting.counts.set('bob', 0)
  await publishRead(bus, 'bob')
  const [first, second] = told.get('bob') ?? []
  t.match([first, second], [{ unread: { count: 1 } }, { unread: { count: 0 } }])
  t.equal(first?.instance, second?.instance)
  t.ok(first && second && first.order < second.order)
  t.equal(told.get('ann')?.length, 1)
})

t.test('who mutes a conversation is told what is left, and nobody else', async (t) => {
  const { bus, counting } = await openHouse(t)
  const told = await listen(bus, ['ann', 'bob'])
  counting.counts.set('bob', 3)
  await publishArranged(bus, 'bob')
  t.match(told.get('bob'), [{ type: 'unread', unread: { user: 'bob', count: 3 } }])
  await publishRead(bus, 'ann')
  t.equal(told.get('ann')?.length, 1, 'of her own reading alone')
})

t.test('what comes again does no harm, and what is no such event is left out', async (t) => {
  const { bus, counting } = await openHouse(t)
  const told = await listen(bus, ['ann', 'bob'])
  counting.counts.set('bob', 3)
  await bus.publishDurable(entriesCreated.subject, { id: 'x', data: { members: ['bob'] } }, 'broken')
  for (let times = 0; times < 3; times++) await publishEntry(bus, ['ann', 'bob'], 7)
  const counts = told.get('bob')?.map(({ unread }) => unread.count)
  t.same(counts, [3, 3, 3], 'counted anew, not added up')
})

t.test('many changes at once are few counts: each person once, at most 200 in one ask', async (t) => {
  const { bus, counting } = await openHouse(t)
  const users = Array.from({ length: 450 }, (_, n) => `user${n}`)
  const told = await listen(bus, users)
  await Promise.all(users.flatMap((user) => [publishEntry(bus, [user, 'ann']), publishRead(bus, user)]))
  for (const user of users) t.ok((told.get(user)?.length ?? 0) >= 1, user)
  t.ok(counting.asks.length < 20, `${counting.asks.length} asks for 900 events`)
  for (const asked of counting.asks) {
    t.ok(asked.length <= 200)
    t.equal(new Set(asked).size, asked.length)
  }
})

t.test('a change during a count leads to one more after it, and the newest is told last', async (t) => {
  const { bus, counting } = await openHouse(t)
  const told = await listen(bus, ['bob'])
  const gate = Promise.withResolvers<void>()
  counting.before = () => gate.promise
  counting.counts.set('bob', 1)
  const first = publishEntry(bus, ['bob'])
  await waitFor(() => counting.asks.length === 1, { what: 'the first ask' })
  counting.counts.set('bob', 2)
  const during = [publishRead(bus, 'bob'), publishRead(bus, 'bob'), publishRead(bus, 'bob')]
  // Somebody else is counted meanwhile: the ask that would be bob's second had its chance to come.
  const other = publishRead(bus, 'ann')
  await waitFor(() => counting.asks.length === 2, { what: 'the ask for somebody else' })
  t.same(counting.asks[1], ['ann'])
  t.same(told.get('bob'), [])
  gate.resolve()
  await Promise.all([first, other, ...during])
  t.same(
    told.get('bob')?.map(({ unread }) => unread.count),
    [1, 2],
  )
  t.same(counting.asks, [['bob'], ['ann'], ['bob']])
})

t.test('while messages is away nothing is forgotten nor acknowledged', async (t) => {
  const { bus, counting, app } = await openHouse(t)
  const told = await listen(bus, ['ann', 'bob'])
  let failures = 0
  let acknowledged = false
  // More than the tries of one delivery: the event itself comes again.
  counting.before = async (users) => {
    // Figures ask for nobody, to see whether the part is there.
    if (!users.includes('bob')) return
    if (++failures <= 4) throw new ParleyError('UNAVAILABLE')
    t.notOk(acknowledged)
  }
  counting.counts.set('bob', 5)
  await publishEntry(bus, ['ann', 'bob'])
  acknowledged = true
  t.equal(counting.asks.length, 5)
  t.same(
    told.get('bob')?.map(({ unread }) => unread.count),
    [5],
  )
  const metrics = (await app.inject('/metrics')).body
  t.match(metrics, /parley_notifications_asks_total\{outcome="failed"[^}]*\} 4/)
  t.match(metrics, /parley_notifications_asks_total\{outcome="answered"[^}]*\} 1/)
  t.match(metrics, /parley_notifications_pushes_total\{[^}]*\} 2/)
  t.match(metrics, /parley_notifications_lag_seconds_count\{[^}]*\} 2/)
  t.match(metrics, /parley_notifications_asked_people_sum\{[^}]*\} 10/)
})

t.test('a person may ask for the count, nobody else may', async (t) => {
  const { counting, app } = await openHouse(t)
  counting.counts.set('bob', 4)
  const context = { actor: 'bob', requestId: 'test' }
  const unread = await app.call(notifications.unread, {}, context)
  t.match(unread, { user: 'bob', count: 4, messages: { length: 4 } })
  const url = '/v1/unread'
  const overHttp = await app.inject({ url, headers: { ...credential, 'x-parley-actor': 'bob' } })
  t.same(overHttp.json(), unread)
  for (const headers of [{}, { 'x-parley-actor': 'bob' }, credential, { authorization: 'Bearer guessed' }]) {
    const refused = await app.inject({ url, headers })
    t.equal(refused.statusCode, 401)
    t.notMatch(refused.body, /bob/)
  }
  await t.rejects(app.call(notifications.unread, {}, { ...context, actor: null }), {
    code: 'UNAUTHENTICATED',
  })
})

t.test('it says when messages is away, and goes on when it comes', async (t) => {
  const bus = memoryBus({ onError: () => undefined })
  t.teardown(() => bus.close())
  const app = await startNotifications(t, bus)
  const away = await app.inject('/health/ready')
  t.equal(away.statusCode, 503)
  t.match(away.json(), { parts: { bus: 'ok', messages: /^away/ } })
  await t.rejects(app.call(notifications.unread, {}, { actor: 'bob', requestId: 'test' }), {
    code: 'UNAVAILABLE',
  })
  await startCounting(t, bus)
  t.equal((await app.inject('/health/ready')).statusCode, 200)
  const told = await listen(bus, ['bob'])
  await publishRead(bus, 'bob')
  t.equal(told.get('bob')?.length, 1)
})
