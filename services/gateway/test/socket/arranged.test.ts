import type { Unread } from '@parley/contracts'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isArranged = ({ type }: Frame) => type === 'arranged'
const counts = (count: number) => (frame: Frame) =>
  frame.type === 'unread' && (frame['unread'] as Unread).count === count

t.test('what one arranges, all of one’s own sockets are told, and no other', async (t) => {
  const house = await House.open(t)
  await house.write(house.bob, 'one')
  const [desk, elsewhere] = [await house.gateway(), await house.gateway()]
  const ann = await desk.client('ann')
  const phone = await elsewhere.client('ann.phone')
  const bob = await desk.client('bob')
  const conversation = house.annAndBob
  const own = await ann.ask('arrange', { conversation, pinned: true, unread: true, aKeyOfLater: 1 })
  t.strictSame(own, { revision: 1, pinned: true, markedSeq: 0 })
  for (const peer of [ann, phone])
    t.match(await peer.next(isArranged, 'what was arranged'), { conversation, own })
  await ann.ask('arrange', { conversation, archived: true })
  t.match((await phone.all(isArranged, 2, 'both changes'))[1], { own: { revision: 2, archivedN: 1 } })
  const { conversations } = await phone.ask('inbox', { archived: true })
  t.match(conversations, [{ conversation, own: { revision: 2 } }])
  t.strictSame((await phone.ask('inbox', {})).conversations, [])
  const late = await desk.open('ann', '/ws/')
  t.match((await late.ask('hello', { version: 1 })).conversations, [{ conversation, own: { revision: 2 } }])

  await house.write(house.ann, 'by the way')
  await bob.next(({ type }) => type === 'entry', 'a message')
  t.strictSame(bob.frames.filter(isArranged), [])
  t.notOk((await bob.ask('heads', {})).conversations[0]?.own)
})

t.test('refused: what is not one’s own, and what is no arrangement', async (t) => {
  const house = await House.open(t)
  await house.write(house.bob, 'one')
  const eve = await (await house.gateway()).client('eve')
  const conversation = house.annAndBob
  t.match(await eve.attempt('arrange', { conversation, pinned: true }), { error: { code: 'NOT_FOUND' } })
  for (const wrong of [{ pinned: 1 }, { mute: 'soon' }, { mute: -5 }, { archived: null }])
    t.match(await eve.attempt('arrange', { conversation, ...wrong }), { error: { code: 'INVALID' } })
})

t.test('what is muted leaves the bell at once, and comes back when that is over', async (t) => {
  const house = await House.open(t)
  await house.write(house.bob, 'one')
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const plain = await gateway.open('ann', '/ws/notifications/')
  await plain.next(({ count }) => count === 1, 'what is unread')
  await ann.ask('arrange', { conversation: house.annAndBob, mute: 1_000 })
  await ann.next(counts(0), 'nothing')
  await plain.next(({ count }) => count === 0, 'nothing')
  await ann.next(counts(1), 'what is not muted any more')
  t.strictSame(
    (await plain.all(() => true, 3, 'three counts')).map(({ count }) => count),
    [1, 0, 1],
  )
})
