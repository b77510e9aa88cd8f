import type { Pointer } from '@parley/contracts/entries'
import { closeCodes } from '@parley/contracts/close-codes'
import t from 'tap'
import { whenOnline } from '../src/index.ts'
import { join, start, toBen } from './fake-house.ts'
import { quick, until } from './fake-person.ts'

t.test('two people talk, and the third hears nothing', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann')
  const ben = join(t, server, 'ben')
  const cat = join(t, server, 'cat')
  for (const { client } of [ann, ben, cat]) {
    await client.connect()
    await whenOnline(client)
  }
  await ann.client.send(toBen, 'Hello')
  await until(() => ben.entries.length === 1)
  await ben.client.send({ conversation: 'd_ann_ben' }, 'Hello yourself')
  await until(() => ann.entries.length === 2)
  t.strictSame(
    ann.entries.map(({ text }) => text),
    ['Hello', 'Hello yourself'],
  )
  t.equal(ann.states(), 'sending sent')
  t.equal(ann.client.me?.id, 'ann')
  server.log.write('d_ben_cat', 'ben', 'x', 'for cat')
  await until(() => cat.entries.length === 1)
  t.equal(cat.entries[0]?.text, 'for cat', 'the first that cat hears is for cat')
})

t.test('what is there at the first hello counts as known, unless one says where one stood', async (t) => {
  const server = await start(t)
  for (const i of [1, 2, 3]) server.log.write('d_ann_ben', 'ben', `${i}`, `${i}`)
  const fresh = join(t, server, 'ann')
  const returning = join(t, server, 'ann', { start: { d_ann_ben: 1 } })
  await fresh.client.connect()
  await returning.client.connect()
  await until(() => returning.entries.length === 2)
  await whenOnline(fresh.client)
  server.log.write('d_ann_ben', 'ben', '4', '4')
  await until(() => fresh.entries.length > 0 && returning.entries.length > 2)
  t.strictSame(
    fresh.entries.map(({ seq }) => seq),
    [4],
  )
  t.strictSame(
    returning.entries.map(({ seq }) => seq),
    [2, 3, 4],
  )
})

t.test(
  'who goes on in a group is told how far the others are, though nothing was written meanwhile',
  async (t) => {
    const server = await start(t)
    const group = 'g_everybody'
    server.log.write(group, 'ann', '1', '1')
    server.log.move(group, 'ben', { read: 1 })
    const returning = join(t, server, 'ann', { start: { [group]: 1 } })
    const told: Pointer[] = []
    returning.client.on('receipt', ({ pointer }) => {
      told.push(pointer)
    })
    await returning.client.connect()
    await until(() => told.some(({ user, readSeq }) => user === 'ben' && readSeq === 1))
    t.strictSame(returning.entries, [])
  },
)

t.test('a conversation that begins while away is read from its first entry', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann')
  await ann.client.connect()
  await whenOnline(ann.client)
  ann.client.close()
  for (const i of [1, 2, 3, 4, 5]) server.log.write('d_ann_cat', 'cat', `${i}`, `${i}`)
  await ann.client.connect()
  await until(() => ann.entries.length === 5)
  t.strictSame(
    ann.entries.map(({ seq }) => seq),
    [1, 2, 3, 4, 5],
  )
})

t.test('a head or a resume push makes it ask for what is missing', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: { compareEveryMs: 1e6 } })
  await ann.client.connect()
  await whenOnline(ann.client)
  // Written behind the back of the live push.
  const log = server.log.of('d_ann_ben')
  const entry = { conversation: 'd_ann_ben', kind: 'message', by: 'ben', text: 'x', at: 1 }
  log.push({ ...entry, seq: 1, n: 1, clientId: '1' })
  server.pushAll({ type: 'head', conversation: 'd_ann_ben', seq: 1, n: 1 })
  await until(() => ann.entries.length === 1)
  log.push({ ...entry, seq: 2, n: 2, clientId: '2' })
  server.pushAll({ type: 'resume' })
  await until(() => ann.entries.length === 2)
  server.pushAll({ type: 'something of a later version' })
  server.pushAll({ type: 'entry', entry: { ...entry, seq: 3, n: 2, clientId: '3', kind: 'later' } })
  await until(() => ann.entries.length === 3)
  t.equal(ann.client.position('d_ann_ben'), 3)
})

t.test('delivered and read go back to the sender, and only forward', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann')
  const receipts: Pointer[] = []
  ann.client.on('receipt', ({ pointer }) => receipts.push(pointer))
  server.log.write('d_ann_ben', 'ben', '1', 'one')
  await ann.client.connect()
  await whenOnline(ann.client)
  server.log.write('d_ann_ben', 'ben', '2', 'two')
  await until(() => server.log.pointer('d_ann_ben', 'ann').deliveredSeq === 2)
  ann.client.markRead('d_ann_ben', 2)
  await until(() => server.log.pointer('d_ann_ben', 'ann').readSeq === 2)
  const pointer = { user: 'ben', readSeq: 2, readN: 2, deliveredSeq: 2 }
  server.pushAll({ type: 'receipt', conversation: 'd_ann_ben', pointer })
  server.pushAll({ type: 'receipt', conversation: 'd_ann_ben', pointer: { ...pointer, readSeq: 1 } })
  server.pushAll({ type: 'receipt', conversation: 'd_ann_ben', pointer: { ...pointer, readSeq: 3 } })
  // Her own come too, in their own time.
  await until(() => receipts.some(({ user, readSeq }) => user === 'ben' && readSeq === 3))
  t.strictSame(
    receipts.filter(({ user }) => user === 'ben').map(({ readSeq }) => readSeq),
    [0, 2, 3],
  )
})

t.test('heads count as delivered where the client says so', async (t) => {
  const server = await start(t)
  server.log.write('d_ann_ben', 'ben', '1', 'one')
  const ann = join(t, server, 'ann', { acknowledgesHeads: true })
  await ann.client.connect()
  await until(() => server.log.pointer('d_ann_ben', 'ann').deliveredSeq === 1)
  t.equal(ann.entries.length, 0)
})

t.test('a dead connection is found out by a ping', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: quick })
  await ann.client.connect()
  await whenOnline(ann.client)
  const states: string[] = []
  ann.client.on('state', ({ state }) => states.push(state))
  server.isSilent = true
  await until(() => states.includes('connecting'))
  server.isSilent = false
  await until(() => ann.client.state === 'online')
  t.ok(server.requests.some(({ type }) => type === 'ping'))
})

t.test('who knows that the network went finds out as soon as they like', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: { wakeDeadlineMs: 60_000 } })
  await ann.client.connect()
  await whenOnline(ann.client)
  const states: string[] = []
  ann.client.on('state', ({ state }) => states.push(state))
  server.isSilent = true
  ann.client.wake(20)
  await until(() => states.includes('connecting'))
  server.isSilent = false
})

t.test(
  'an ended session stops the client: by close code, by a refused connect, by another account',
  async (t) => {
    const server = await start(t)
    const ann = join(t, server, 'ann')
    await ann.client.connect()
    await whenOnline(ann.client)
    server.endSession('ann')
    await until(() => ann.client.state === 'ended')

    const ben = join(t, server, 'ben')
    server.ended.add('ben')
    let reason: string | undefined
    ben.client.on('state', (change) => {
      reason = change.reason
    })
    await ben.client.connect()
    await until(() => ben.client.state === 'ended')
    t.equal(reason, 'session')
    t.equal(server.httpPaths.filter((path) => path === '/session').length, 1, 'it asked once')
    await t.rejects(whenOnline(join(t, server, 'ben').client, AbortSignal.timeout(20)))

    const cat = join(t, server, 'cat', { account: 'ann' })
    await cat.client.connect()
    await until(() => cat.client.state === 'ended')
    t.equal(server.log.entries.size, 0)
  },
)

t.test('4000 to 4499 reconnect, 4500 and above stop', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann')
  const hellos: string[] = []
  ann.client.on('online', ({ me }) => hellos.push(me.id))
  await ann.client.connect()
  for (const code of [closeCodes.goingAway, closeCodes.tooSlow, 4_499, 1_012]) {
    await until(() => ann.client.state === 'online')
    const before = hellos.length
    server.closeSockets(code)
    await until(() => hellos.length > before)
  }
  server.closeSockets(closeCodes.protocolError)
  await until(() => ann.client.state === 'ended')
  t.equal(hellos.length, 5)
})

t.test('questions are answered, and refused without a connection', async (t) => {
  const server = await start(t)
  const { client } = join(t, server, 'ann')
  await t.rejects(client.open('ben'), { code: 'UNAVAILABLE' })
  await client.connect()
  await whenOnline(client)
  const presence: string[] = []
  client.on('presence', ({ user }) => presence.push(user))
  client.watch(['ben'])
  for (const i of [1, 2, 3]) server.log.write('d_ann_ben', 'ben', `${i}`, `${i}`)
  t.equal((await client.open('ben')).conversation, 'd_ann_ben')
  const { entries } = await client.history('d_ann_ben', { before: 3, limit: 1 })
  t.strictSame(
    entries.map(({ n }) => n),
    [2],
  )
  t.strictSame((await client.inbox()).conversations, [])
  await until(() => presence.length === 1)
  server.closeSockets(4_000)
  await until(() => presence.length === 2)
  t.strictSame(presence, ['ben', 'ben'])
  t.equal(client.person('ben')?.id, 'ben')
})

t.test('whoever is told of anew is known as they are now', async (t) => {
  const server = await start(t)
  const { client } = join(t, server, 'ann')
  await client.connect()
  await whenOnline(client)
  const told: unknown[] = []
  client.on('person', (person) => told.push(person))
  const ben = { id: 'ben', username: 'ben', displayName: 'Ben', status: { emoji: '🌴', text: '' } }
  server.pushAll({ type: 'person', person: ben })
  await until(() => told.length === 1)
  t.strictSame(told, [ben])
  t.strictSame(client.person('ben'), ben)
})
