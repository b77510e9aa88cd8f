import t from 'tap'
import { memoryStorage, noLock, whenOnline } from '../src/index.ts'
import { type Fault, FaultPlan } from './fake-faults.ts'
import { join, start, toBen } from './fake-house.ts'
import { until } from './fake-person.ts'

t.test('without a socket, messages go by HTTP, with the same client id', async (t) => {
  const server = await start(t)
  server.refusesSockets = true
  const ann = join(t, server, 'ann')
  await ann.client.connect()
  await ann.client.send(toBen, 'one')
  await ann.client.send(toBen, 'two')
  await until(() => ann.client.outbox().length === 0 && ann.client.state === 'http')
  t.strictSame(
    server.log.of('d_ann_ben').map(({ text }) => text),
    ['one', 'two'],
  )
  server.refusesSockets = false
  ann.client.wake()
  await until(() => ann.client.state === 'online')
  await ann.client.send(toBen, 'three')
  await until(() => server.log.of('d_ann_ben').length === 3)
  const sends = server.httpPaths.filter((path) => path === '/messages/send/ben/')
  t.equal(sends.length, 2, 'the third went over the socket')
})

t.test('offline, messages wait, and the state says so', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann')
  await ann.client.connect()
  await whenOnline(ann.client)
  await server.close()
  await ann.client.send(toBen, 'late')
  await until(() => ann.client.state === 'offline')
  t.equal(ann.client.outbox()[0]?.state, 'sending', 'it never left, so its fate is known')
  await server.listen()
  ann.client.wake()
  await until(() => ann.client.outbox().length === 0)
  t.equal(server.log.of('d_ann_ben').length, 1)
})

t.test('a refused message fails, the next ones go on, and it can be sent again or discarded', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { newId: () => ids.shift() ?? crypto.randomUUID() })
  server.log.write('d_ann_ben', 'ann', 'taken', 'what was written before')
  const ids = ['taken', 'fresh', 'taken']
  await ann.client.connect()
  await ann.client.send(toBen, 'one')
  await ann.client.send(toBen, 'two')
  await until(() => server.log.of('d_ann_ben').length === 2)
  const [failed] = ann.client.outbox('d_ann_ben')
  t.match(failed, { state: 'failed', text: 'one', error: { code: 'CONFLICT' } })
  await ann.client.retry('taken')
  await until(() => ann.client.outbox()[0]?.state === 'failed')
  const discarded: string[] = []
  ann.client.on('discarded', ({ clientId }) => discarded.push(clientId))
  await ann.client.discard('taken')
  t.strictSame(ann.client.outbox(), [])
  t.strictSame(discarded, ['taken'])
})

t.test('texts that no server takes are refused at once, and a full outbox says so', async (t) => {
  const server = await start(t)
  const { client } = join(t, server, 'ann')
  await t.rejects(client.send(toBen, ' \u200b\n'), { code: 'INVALID' })
  await t.rejects(client.send(toBen, 'a\ud800'), { code: 'INVALID' })
  await t.rejects(client.send(toBen, '😀'.repeat(5_001)), { code: 'TOO_LARGE' })
  for (let i = 0; i < 100; i++) await client.send(toBen, '😀'.repeat(5_000))
  await t.rejects(client.send(toBen, 'one more'), { name: 'OutboxFullError' })
  await client.eraseOutbox()
  for (let i = 0; i < 1_000; i++) await client.send(toBen, 'x')
  await t.rejects(client.send(toBen, 'one more'), { name: 'OutboxFullError' })
})

t.test('what was not sent survives in the storage; a client without the lock does not send it', async (t) => {
  const server = await start(t)
  const storage = memoryStorage()
  const first = join(t, server, 'ann', { storage, lock: () => () => {} })
  await first.client.connect()
  await whenOnline(first.client)
  await first.client.send(toBen, 'one')
  await first.client.send(toBen, 'two')
  first.client.close()
  t.equal(server.log.of('d_ann_ben').length, 0)
  const second = join(t, server, 'ann', { storage, lock: noLock })
  await second.client.connect()
  await until(() => second.client.outbox().length === 0)
  t.strictSame(
    server.log.of('d_ann_ben').map(({ text }) => text),
    ['one', 'two'],
  )
  t.strictSame(await storage.load(), [])
})

t.test('a server that was away for long and then fails once is tried again', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann')
  await ann.client.connect()
  await whenOnline(ann.client)
  server.plan = new FaultPlan([...Array<Fault>(12).fill('refuseAway'), 'refuseInternal'])
  await ann.client.send(toBen, 'Hello')
  await until(
    () => ann.states().endsWith('sent'),
    () => ann.states(),
  )
  t.equal(server.log.of('d_ann_ben').length, 1)
})
