import { type LiveEvent, liveSubject, ParleyError, type Unread } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'
import type { HasTeardown } from '@parley/testing'

t.test('at once, and at each change: count and previews, which mean delivered', async (t) => {
  const house = await House.open(t)
  await house.write(house.bob, 'x'.repeat(200))
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/notifications/')
  const eve = await gateway.open('eve', '/ws/notifications/')
  const first = await ann.next(() => true, 'the first body')
  t.same(Object.keys(first), ['count', 'messages'])
  t.match(first, { count: 1, messages: [{ id: 1, sender: 'bob', chat_url: '/messages/chat/bob/' }] })
  const [preview] = first['messages'] as { content: string }[]
  t.equal(preview?.content, `${'x'.repeat(119)}…`)
  const pointer = () => house.owners.messages.pointer(house.annAndBob, house.ann.id)
  await waitFor(() => pointer().deliveredSeq === 1, { what: 'ann to have received' })

  const client = await gateway.client('ann')
  await house.write(house.bob, 'second')
  await ann.next(({ count }) => count === 2, 'the second')
  await client.next(({ type, unread }) => type === 'unread' && (unread as Unread).count === 2, 'the push')
  await client.ask('read', { conversation: house.annAndBob, seq: 2 })
  await ann.next(({ count }) => count === 0, 'that nothing is unread')
  t.same(
    eve.frames.map(({ count }) => count),
    [0],
    'an outsider counts nothing',
  )
})

/** A room's counts as two instances of notifications push them. */
async function pushing(t: HasTeardown) {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const asks = () => house.owners.messages.answers.asked.get('unread') ?? 0
  const push = (instance: string, order: number, count: number) => {
    const unread = { user: house.ann.id, count, messages: [] }
    const events: LiveEvent[] = [{ type: 'unread', unread, instance, order }]
    house.bus.publish(liveSubject(house.ann.id), events)
  }
  const counts = () =>
    ann.frames.filter(({ type }) => type === 'unread').map(({ unread }) => (unread as Unread).count)
  const told = (count: number) =>
    ann.next(
      (frame: Frame) => frame.type === 'unread' && (frame['unread'] as Unread).count === count,
      `${count}`,
    )
  return { house, gateway, ann, push, counts, told, asks, before: asks() }
}

t.test('of one instance what is older is dropped', async (t) => {
  const { house, ann, push, counts, told, asks, before } = await pushing(t)
  push('one', 5, 50)
  await told(50)
  for (const order of [4, 5]) {
    push('one', order, 40 + order)
    const { annAndBob: conversation } = house
    house.bus.publish(liveSubject(house.ann.id), [{ type: 'head', conversation, seq: order, n: order }])
  }
  await ann.all(({ type }) => type === 'head', 2, 'what was published after those')
  push('one', 6, 60)
  await told(60)
  t.same(counts(), [50, 60])
  t.equal(asks(), before)
})

t.test('what two instances say at the same time is asked for anew, once', async (t) => {
  const { house, push, counts, told, asks, before } = await pushing(t)
  push('one', 5, 50)
  await told(50)
  await house.write(house.bob, 'the truth is one')
  for (let i = 1; i < 20; i++) push(i % 2 === 0 ? 'one' : 'two', 10 + i, 70 + i)
  await told(1)
  t.notOk(
    counts().some((count) => count > 70),
    'none of them is shown',
  )
  t.ok(asks() - before <= 2, 'and many are one ask')
})

t.test('a count that cannot be had now is asked for until it can', async (t) => {
  const { gateway, push, told } = await pushing(t)
  push('one', 5, 50)
  await told(50)
  const { call } = gateway.app
  let failures = 0
  gateway.app.call = async (operation, ...rest) => {
    if (operation.name !== 'unread') return call(operation, ...rest)
    failures += 1
    gateway.app.call = call
    throw new ParleyError('UNAVAILABLE')
  }
  push('two', 1, 70)
  await told(0)
  t.equal(failures, 1)
})
