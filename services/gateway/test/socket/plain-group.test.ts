import { memoryBus } from '@parley/bus'
import { limits, socket } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'
import { lossyBus } from './lossy-bus.ts'
import type { Frame } from './peer.ts'

const isMessage = (frame: Frame) => 'content' in frame
const ids = (frames: Frame[]) => frames.map(({ id }) => id)

t.test('members get every message from then on, and what is no message is stepped over', async (t) => {
  const house = await House.open(t)
  const { ann, bob, owners } = house
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id], { id: 'walks' })
  await owners.messages.write(conversation, bob.id, 'before', 'c0')
  const gateway = await house.gateway()
  const annHere = await gateway.open('ann', '/ws/group/walks/')
  const bobHere = await gateway.open('bob', '/ws/group/walks/')
  annHere.send({ message: 'one', client_id: 'c1' })
  const [one] = await bobHere.all(isMessage, 1, 'one')
  t.match(one, { id: 2, sender: 'ann', group: 'walks', content: 'one', client_id: 'c1', seq: 3 })
  t.notOk('recipient' in (one ?? {}))
  t.strictSame(await annHere.next(isMessage, 'her own'), one)
  await owners.messages.changeGroup(conversation, ann.id, { name: 'Long walks' })
  await owners.messages.write(conversation, bob.id, 'two', 'c2')
  t.strictSame(ids(await annHere.all(isMessage, 2, 'both')), [2, 3])
  await waitFor(() => owners.messages.pointer(conversation, ann.id).deliveredSeq === 5, {
    what: 'what came to be delivered',
  })
  t.equal(owners.messages.pointer(conversation, ann.id).readSeq, 1)
})

t.test('whoever is no member is refused as though there were no such group', async (t) => {
  const house = await House.open(t)
  const { ann, bob, owners } = house
  await owners.messages.makeGroup('Walks', [ann.id, bob.id], { id: 'walks' })
  const gateway = await house.gateway()
  const outside = await gateway.refusal('/ws/group/walks/', { 'x-session': 'eve' })
  const nowhere = await gateway.refusal('/ws/group/nothing/', { 'x-session': 'eve' })
  const noId = await gateway.refusal('/ws/group/No_Id/', { 'x-session': 'ann' })
  t.match(outside, { status: 404, body: { error: { code: 'NOT_FOUND' } } })
  t.strictSame(outside, nowhere)
  t.strictSame(noId, nowhere)
  t.match(await gateway.refusal('/ws/group/walks/'), { status: 401 })
})

t.test('who is removed is closed out with a code that says stop', async (t) => {
  const bus = lossyBus(memoryBus())
  const house = await House.open(t, bus)
  const { ann, bob, owners } = house
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id], { id: 'walks' })
  const gateway = await house.gateway()
  const bobHere = await gateway.open('bob', '/ws/group/walks/')
  const bobElsewhere = await gateway.open('bob', '/ws/chat/ann/')
  await owners.messages.write(conversation, ann.id, 'one', 'c1')
  await bobHere.next(isMessage, 'one')
  const remove = { members: [{ user: bob.id, role: null }] }
  await owners.messages.changeGroup(conversation, ann.id, remove)
  await owners.messages.write(conversation, ann.id, 'not for bob', 'c2')
  t.strictSame(await bobHere.end(), { code: socket.closeCodes.left, reason: 'left the group' })
  t.equal(bobHere.frames.length, 1)
  t.notOk(bobElsewhere.closed)

  // Also where nobody heard of it.
  await owners.messages.changeGroup(conversation, ann.id, { members: [{ user: bob.id, role: 'member' }] })
  const again = await gateway.open('bob', '/ws/group/walks/')
  await owners.messages.write(conversation, ann.id, 'two', 'c3')
  await again.next(isMessage, 'two')
  bus.isLosing = true
  await owners.messages.changeGroup(conversation, ann.id, remove)
  bus.isLosing = false
  bus.comeBack()
  t.match(await again.end(), { code: socket.closeCodes.left })
})

t.test('authors who are not known yet are asked for, in a great group too', async (t) => {
  const house = await House.open(t)
  const { ann, bob, eve, owners } = house
  const others = Array.from({ length: limits.groupMembers - 3 }, (_, i) => `u${i}`)
  const conversation = await owners.messages.makeGroup('All', [ann.id, bob.id, eve.id, ...others], {
    id: 'all',
  })
  const gateway = await house.gateway()
  const annHere = await gateway.open('ann', '/ws/group/all/')
  for (let i = 0; i < 5; i++) {
    await owners.messages.write(conversation, bob.id, `bob ${i}`, `b${i}`)
    await owners.messages.write(conversation, eve.id, `eve ${i}`, `e${i}`)
  }
  const frames = await annHere.all(isMessage, 10, 'all ten')
  t.strictSame(ids(frames), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  t.strictSame(new Set(frames.map(({ sender }) => sender)), new Set(['bob', 'eve']))
})
