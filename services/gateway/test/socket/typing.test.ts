import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isTyping = ({ type }: Frame) => type === 'typing'
const isEntry = ({ type }: Frame) => type === 'entry'

t.test('who types is told to the other, on every device and gateway, and to nobody else', async (t) => {
  const house = await House.open(t)
  const [one, two] = [await house.gateway(), await house.gateway()]
  const bob = await one.client('bob')
  const bobsPhone = await one.client('bob.phone')
  const ann = await two.client('ann')
  const annsPhone = await one.client('ann.phone')
  const eve = await two.client('eve')
  const plain = await two.open('ann', '/ws/chat/bob/')
  const conversation = house.annAndBob

  bob.send({ type: 'typing', conversation, active: true })
  bob.send({ type: 'typing', conversation, active: false })
  const told = { type: 'typing', conversation, user: house.bob.id }
  for (const peer of [ann, annsPhone])
    t.strictSame(await peer.all(isTyping, 2, 'both'), [
      { ...told, active: true },
      { ...told, active: false },
    ])

  // What the others get next is the first that they get.
  await house.write(house.bob, 'hello')
  await bobsPhone.next(isEntry, 'the message')
  const [first] = await plain.all(() => true, 1, 'the message')
  t.match(first, { content: 'hello' })
  t.notOk([...bob.frames, ...bobsPhone.frames].some(isTyping), 'one knows what one does oneself')
  eve.send({ type: 'typing', conversation, active: true })
  const refused = await eve.next(({ type }) => type === 'error', 'a refusal')
  t.match(refused, { error: { code: 'NOT_FOUND' }, id: undefined })
  await eve.ask('heads')
  t.notOk(eve.frames.some(isTyping))
  await ann.ask('heads')
  t.equal(ann.frames.filter(isTyping).length, 2, 'an outsider types for nobody')
})

t.test('a socket that types without end is mostly left out, and its messages are not', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const [ann, bob] = [await gateway.client('ann'), await gateway.client('bob')]
  const conversation = house.annAndBob
  for (let i = 0; i < 500; i++) bob.send({ type: 'typing', conversation, active: i % 2 === 0 })
  await bob.ask('send', { conversation, clientId: 'c1', text: 'done' })
  await ann.next(isEntry, 'the message')
  const told = ann.frames.filter(isTyping).length
  t.ok(told >= 1 && told <= 20, `${told} of 500`)
})

t.test('what is wrong with it is said', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const bob = await gateway.client('bob')
  const wrong = [
    [{ conversation: house.annAndBob }, 'INVALID'],
    [{ conversation: house.annAndBob, active: 'yes' }, 'INVALID'],
    [{ conversation: { $gt: '' }, active: true }, 'INVALID'],
    [{ conversation: 'd_*_>', active: true }, 'INVALID'],
    [{ conversation: `d_${house.bob.id}`, active: true }, 'NOT_FOUND'],
    [{ conversation: `g_${house.bob.id}_x`, active: true }, 'NOT_FOUND'],
  ] as const
  for (const [fields, code] of wrong) t.match(await bob.attempt('typing', fields), { error: { code } })
})

t.test('nor in a group to whom one blocks, or who blocks one', async (t) => {
  const house = await House.open(t)
  const { ann, bob, eve, owners } = house
  const conversation = await owners.messages.makeGroup('Walks', [ann.id, bob.id, eve.id])
  const gateway = await house.gateway()
  const [annHere, bobHere, eveHere] = [
    await gateway.client('ann'),
    await gateway.client('bob'),
    await gateway.client('eve'),
  ]
  await annHere.ask('block', { user: bob.id })
  const told = { type: 'typing', conversation, active: true }
  bobHere.send({ type: 'typing', conversation, active: true })
  t.strictSame(await eveHere.next(isTyping, 'bob'), { ...told, user: bob.id })
  annHere.send({ type: 'typing', conversation, active: true })
  const [, second] = await eveHere.all(isTyping, 2, 'ann')
  t.strictSame(second, { ...told, user: ann.id })
  for (const peer of [annHere, bobHere]) {
    await peer.ask('heads')
    t.notOk(peer.frames.some(isTyping))
  }
})
