import { memoryBus } from '@parley/bus'
import type { Unread } from '@parley/contracts'
import t from 'tap'
import { House } from './house.ts'
import { lossyBus } from './lossy-bus.ts'
import type { Frame } from './peer.ts'

t.test(
  'after the bus was lost: sessions are checked again, then sockets compare heads, within 3 s',
  async (t) => {
    const bus = lossyBus(memoryBus())
    const house = await House.open(t, bus)
    const gateway = await house.gateway()
    const [ann, bob] = [await gateway.client('ann'), await gateway.client('bob')]
    const badge = await gateway.open('ann.badge', '/ws/notifications/')
    await badge.next(({ count }) => count === 0, 'the first body')
    bus.isLosing = true
    await house.write(house.bob, 'lost')
    house.owners.accounts.ended.add('digest_of_session_bob')
    bus.isLosing = false
    bus.comeBack()
    await ann.next(({ type }) => type === 'resume', 'resume', 4_000)
    const isOne = (frame: Frame) => frame.type === 'unread' && (frame['unread'] as Unread).count === 1
    await ann.next(isOne, 'the count that was lost')
    const { entries } = await ann.ask('changes', { conversation: house.annAndBob, after: 0 })
    t.match(entries, [{ text: 'lost' }])
    t.equal((await bob.end('the close of the ended session', 4_000)).code, 4500)
    t.notOk(bob.frames.some(({ type }) => type === 'resume'))
    await badge.next(({ count }) => count === 1, 'the count')
    t.match(await gateway.metric('parley_gateway_resumes_total'), / 1$/)
  },
)

t.test('a process that stood still lets its sockets compare heads', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const until = performance.now() + 1_800
  while (performance.now() < until);
  await ann.next(({ type }) => type === 'resume', 'resume')
})

t.test('an event that cannot be passed on is not the last one', async (t) => {
  const house = await House.open(t)
  let isBroken = true
  const assetUrl = (name: string) => {
    if (isBroken) throw new Error('no such asset')
    return `/assets/${name}`
  }
  const gateway = await house.gateway({ assetUrl })
  const ann = await gateway.client('ann', { render: true })
  await house.write(house.ann, 'one')
  await ann.next(({ type }) => type === 'resume', 'resume')
  isBroken = false
  await house.write(house.ann, 'two')
  t.match(await ann.next(({ type }) => type === 'entry', 'the next'), { entry: { text: 'two' } })
})
