import { memoryBus } from '@parley/bus'
import { directConversation, ParleyError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'
import { lossyBus } from './lossy-bus.ts'
import type { Frame } from './peer.ts'

const isMessage = (frame: Frame) => 'content' in frame
const ids = (frames: Frame[]) => frames.map(({ id }) => id)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

t.test('both sides get every message from then on, from wherever it was sent', async (t) => {
  const house = await House.open(t)
  await house.write(house.bob, 'before')
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  const bob = await gateway.open('bob', '/ws/chat/ann/')
  const eve = await gateway.open('eve', '/ws/chat/bob/')
  ann.send({ message: 'one', client_id: 'c1' })
  const [one] = await bob.all(isMessage, 1, 'one')
  t.match(one, { id: 2, sender: 'ann', recipient: 'bob', content: 'one', client_id: 'c1', seq: 2 })
  t.match(String(one?.['created_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  t.same(await ann.next(isMessage, 'the sender has its own'), one)

  const client = await gateway.client('bob')
  await client.ask('send', { conversation: house.annAndBob, clientId: 'c2', text: 'two' })
  await house.write(house.ann, 'three')
  for (const peer of [ann, bob]) {
    const frames = await peer.all(isMessage, 3, 'all three')
    t.same(ids(frames), [2, 3, 4])
    t.match(frames, [
      { sender: 'ann' },
      { sender: 'bob', recipient: 'ann', content: 'two' },
      { sender: 'ann' },
    ])
  }

  await house.owners.messages.write(directConversation(house.eve.id, house.bob.id), house.bob.id, 'hi', 'x')
  t.match(await eve.next(() => true, 'what is hers'), {
    id: 1,
    sender: 'bob',
    recipient: 'eve',
    content: 'hi',
  })
  t.equal(eve.frames.length, 1)
  t.equal(ann.frames.length, 3, 'nor does ann hear of it')
  ann.send({ message: 'another', client_id: 'c1' })
  const refusal = await ann.next((frame) => 'error' in frame, 'a used id')
  t.match(refusal, { error: { code: 'CONFLICT', field: 'client_id' }, client_id: 'c1' })
})

t.test('what was written means delivered, not read', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  await gateway.open('bob', '/ws/chat/ann/')
  await house.write(house.ann, 'one')
  const pointer = () => house.owners.messages.pointer(house.annAndBob, house.bob.id)
  await waitFor(() => pointer().deliveredSeq === 1, { what: 'bob to have received' })
  t.equal(pointer().readSeq, 0)
  t.equal(house.owners.messages.pointer(house.annAndBob, house.ann.id).deliveredSeq, 0)
})

t.test('a send without a client id is one message, in the order of sending', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  for (let i = 1; i <= 200; i++) ann.send({ message: `message ${i}` })
  const frames = await ann.all(isMessage, 200, 'all of them')
  t.same(ids(frames), upTo(200))
  t.same(
    frames.map(({ content }) => content),
    upTo(200).map((i) => `message ${i}`),
  )
  t.equal(new Set(frames.map((frame) => frame['client_id'])).size, 200)
})

t.test('many at once, on two gateways: one order for all', async (t) => {
  const house = await House.open(t)
  const gateways = [await house.gateway(), await house.gateway()]
  const peers = await Promise.all(
    gateways.flatMap((gateway) => [
      gateway.open('ann', '/ws/chat/bob/'),
      gateway.open('bob', '/ws/chat/ann/'),
    ]),
  )
  for (let i = 0; i < 50; i++)
    for (const [who, peer] of peers.entries()) peer.send({ message: `${who}:${i}` })
  const seen = await Promise.all(peers.map((peer) => peer.all(isMessage, 200, 'all 200')))
  for (const frames of seen) {
    t.same(ids(frames), upTo(200))
    t.same(frames, seen[0])
  }
  for (const who of peers.keys()) {
    const own = seen[0]?.map(({ content }) => String(content)).filter((text) => text.startsWith(`${who}:`))
    t.same(
      own,
      Array.from({ length: 50 }, (_, i) => `${who}:${i}`),
    )
  }
})

t.test(
  'what live events do not bring is fetched: by the next one, by its own send, after a reconnect',
  async (t) => {
    const bus = lossyBus(memoryBus())
    const house = await House.open(t, bus)
    const gateway = await house.gateway()
    const ann = await gateway.open('ann', '/ws/chat/bob/')
    bus.isLosing = true
    for (let i = 0; i < 250; i++) await house.write(house.bob, 'lost')
    bus.isLosing = false
    await house.write(house.bob, 'heard')
    t.same(ids(await ann.all(isMessage, 251, 'the lost ones')), upTo(251))

    bus.isLosing = true
    await house.write(house.bob, 'lost again')
    ann.send({ message: 'own' })
    t.same(ids(await ann.all(isMessage, 253, 'what was before its own')), upTo(253))

    await house.write(house.bob, 'lost for the third time')
    bus.isLosing = false
    bus.comeBack()
    t.same(ids(await ann.all(isMessage, 254, 'what heads tell')), upTo(254))
  },
)

t.test('what was written while the socket came is not missed', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const { call } = gateway.app
  gateway.app.call = async (operation, ...rest) => {
    const output = await call(operation, ...rest)
    if (operation.name === 'conversation') await house.write(house.bob, 'in between')
    return output
  }
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  t.match(await ann.next(isMessage, 'the message'), { id: 1, content: 'in between' })
})

t.test('what cannot be fetched now is fetched later', async (t) => {
  const bus = lossyBus(memoryBus())
  const house = await House.open(t, bus)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  ann.send({ message: 'first' })
  await ann.next(isMessage, 'the first one')
  bus.isLosing = true
  await house.write(house.bob, 'lost')
  bus.isLosing = false
  const failed = Promise.withResolvers<void>()
  const { call } = gateway.app
  gateway.app.call = async (operation, ...rest) => {
    if (operation.name !== 'changes') return call(operation, ...rest)
    gateway.app.call = call
    failed.resolve()
    throw new Error('away')
  }
  await house.write(house.bob, 'heard')
  await failed.promise
  t.same(ids(await ann.all(isMessage, 3, 'both, a second later')), [1, 2, 3])
})

t.test('what was sent behind a message that failed does not overtake it', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  const { sendMessage } = gateway.app
  gateway.app.sendMessage = async () => {
    throw new ParleyError('UNAVAILABLE', undefined, { unclear: true })
  }
  const send = (name: string) => ann.send({ message: name, client_id: name })
  const refused = (name: string) => (frame: Frame) => 'error' in frame && frame['client_id'] === name
  send('first')
  await ann.next(refused('first'), 'the refusal')
  gateway.app.sendMessage = sendMessage
  // On its way before its client could hear of the refusal.
  send('second')
  t.match(await ann.next(refused('second'), 'the refusal of what came behind'), {
    error: { code: 'UNAVAILABLE' },
  })
  ann.send({ message: 'without an id' })
  send('first')
  send('second')
  const frames = await ann.all(isMessage, 3, 'all of them')
  t.same(
    frames.map(({ content }) => content),
    ['without an id', 'first', 'second'],
  )
})
