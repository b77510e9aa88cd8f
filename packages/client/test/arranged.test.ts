import t from 'tap'
import { isArchived, isMarkedUnread, isMuted, isPinned, whenOnline } from '../src/index.ts'
import { join, start, toBen } from './fake-house.ts'
import { until } from './fake-person.ts'

const { conversation } = toBen

t.test('what one device arranges, all devices of the person learn, and nobody else', async (t) => {
  const server = await start(t)
  server.log.write(conversation, 'ben', 'm1', 'hello')
  const [desk, phone, ben] = [join(t, server, 'ann'), join(t, server, 'ann'), join(t, server, 'ben')]
  const told = [desk, phone, ben].map(({ client }) => {
    const revisions: number[] = []
    client.on('arranged', ({ own }) => revisions.push(own.revision))
    return revisions
  })
  for (const { client } of [desk, phone, ben]) {
    await client.connect()
    await whenOnline(client)
  }
  t.equal(desk.client.own(conversation), undefined)
  await desk.client.arrange(conversation, { pinned: true })
  await desk.client.arrange(conversation, { mute: 60_000, unread: true })
  await until(() => told[1]?.length === 2)
  t.strictSame(told, [[1, 2], [1, 2], []], 'each once, though it came by two ways')
  const own = phone.client.own(conversation)
  t.ok(isPinned(own) && isMuted(own, Date.now()) && isMarkedUnread(own, { readSeq: 0 }))
  t.notOk(isMarkedUnread(own, { readSeq: 1 }), 'who reads further has ended it')
  t.ok(isMuted(phone.client.own(conversation), phone.client.now))
  t.notOk(isMuted(ben.client.own(conversation), ben.client.now))
  // What is older changes nothing.
  server.pushAll({ type: 'arranged', conversation, own: { revision: 1 } })
  await phone.client.arrange(conversation, { archived: true, mute: 'off' })
  await until(() => told[0]?.at(-1) === 3)
  t.ok(isArchived(desk.client.own(conversation), { n: 1, at: 1_001 }))
  t.notOk(isArchived(desk.client.own(conversation), { n: 2, at: 1_002 }))
  await t.rejects(ben.client.arrange('d_ben_cat', { pinned: true }), { code: 'NOT_FOUND' })
})

t.test('who was away learns it with the next hello, and by comparing', async (t) => {
  const server = await start(t)
  server.log.write(conversation, 'ben', 'm1', 'hello')
  server.log.arrange(conversation, 'ann', { pinned: true })
  const { client } = join(t, server, 'ann')
  const revisions: number[] = []
  client.on('arranged', ({ own }) => revisions.push(own.revision))
  await client.connect()
  await whenOnline(client)
  t.strictSame(client.own(conversation), { revision: 1, pinned: true })
  t.strictSame(revisions, [], 'at the first hello nothing has changed')
  client.close()
  await t.rejects(client.arrange(conversation, { pinned: false }), { code: 'UNAVAILABLE' })
  server.log.arrange(conversation, 'ann', { mute: 'always' })
  await client.connect()
  await whenOnline(client)
  t.strictSame(revisions, [2])
  server.log.arrange(conversation, 'ann', { mute: 'off' })
  server.pushAll({ type: 'resume' })
  await until(() => revisions.at(-1) === 3)
  t.notOk(isMuted(client.own(conversation), client.now))
})

t.test('what is muted is so by the time of the server', async (t) => {
  const server = await start(t)
  server.log.write(conversation, 'ben', 'm1', 'hello')
  const aheadMs = 86_400_000
  const clock = {
    now: () => Date.now() + aheadMs,
    after: (ms: number, act: () => void) => {
      const timer = setTimeout(act, ms)
      return () => clearTimeout(timer)
    },
  }
  const { client } = join(t, server, 'ann', { clock })
  await client.connect()
  await whenOnline(client)
  await client.arrange(conversation, { mute: 60_000 })
  t.ok(isMuted(client.own(conversation), client.now))
})
