import t from 'tap'
import { changedBy, whenOnline } from '../src/index.ts'
import { FaultPlan, faults } from './fake-faults.ts'
import { join, start, toBen } from './fake-house.ts'
import { quick, until } from './fake-person.ts'

const { conversation } = toBen

t.test('an edit and a deletion come to both as entries, in their order', async (t) => {
  const server = await start(t)
  const [ann, ben] = [join(t, server, 'ann'), join(t, server, 'ben')]
  for (const { client } of [ann, ben]) {
    await client.connect()
    await whenOnline(client)
  }
  await ann.client.send(toBen, 'one')
  await until(() => ann.entries.length === 1)
  const edit = await ann.client.edit(conversation, 1, 'uno')
  t.match(edit, { seq: 2, n: 1, kind: 'edit', of: 1, text: 'uno' })
  t.match((await ben.client.versions(conversation, 1)).message, { text: 'uno', edited: { seq: 2 } })
  await ann.client.remove(conversation, 1)
  await until(() => ann.entries.length === 3 && ben.entries.length === 3)
  t.strictSame(ben.entries, ann.entries)
  const [message, ...changes] = ben.entries
  if (message) t.match(changes.reduce(changedBy, message), { n: 1, deleted: { seq: 3, by: 'ann' } })
  t.equal(ann.states(), 'sending sent', 'they are nothing of the outbox')
  await t.rejects(ben.client.edit(conversation, 1, 'x'), { code: 'FORBIDDEN' })
  await t.rejects(ann.client.edit(conversation, 7, 'x'), { code: 'NOT_FOUND' })
  await t.rejects(ann.client.edit(conversation, 1, ' '), { code: 'INVALID' })
})

t.test('through whatever is lost or refused, each is in the log once', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: quick })
  await ann.client.connect()
  await whenOnline(ann.client)
  for (let i = 1; i <= 12; i++) server.log.write(conversation, 'ann', `m${i}`, `text ${i}`)
  server.plan = new FaultPlan(Array.from({ length: 20 }, () => faults).flat())
  const texts = Array.from({ length: 12 }, (_, i) => `edited ${i + 1}`)
  await Promise.all(texts.map((text, i) => ann.client.edit(conversation, i + 1, text)))
  await Promise.all([3, 6, 9].map((n) => ann.client.remove(conversation, n)))
  const log = server.log.of(conversation)
  t.equal(log.length, 12 + 12 + 3)
  t.strictSame(
    texts
      .map((_, i) => server.log.message(conversation, i + 1))
      .map(({ text, deleted }) => [text, deleted !== undefined]),
    texts.map((text, i) => ((i + 1) % 3 === 0 && i < 9 ? [undefined, true] : [text, false])),
  )
  await until(() => ann.entries.length === log.length)
})

t.test('reactions are set and taken back, by two devices at once too', async (t) => {
  const server = await start(t)
  const [ann, other] = [join(t, server, 'ann', { timing: quick }), join(t, server, 'ann', { timing: quick })]
  for (const { client } of [ann, other]) {
    await client.connect()
    await whenOnline(client)
  }
  server.log.write(conversation, 'ben', 'm', 'text')
  server.plan = new FaultPlan(Array.from({ length: 5 }, () => faults).flat())
  await Promise.all([ann.client.react(conversation, 1, '👍'), other.client.react(conversation, 1, '🎉')])
  await Promise.all([ann.client.unreact(conversation, 1, '🎉'), other.client.react(conversation, 1, '👍')])
  const emoji = () => server.log.message(conversation, 1).reactions?.map((one) => [one.emoji, one.by.length])
  t.strictSame(emoji(), [['👍', 1]])
  await until(() =>
    [ann, other].every(({ entries }) => entries.length === server.log.of(conversation).length),
  )
  const [message, ...changes] = ann.entries
  if (message) t.strictSame(changes.reduce(changedBy, message), server.log.message(conversation, 1))
})

t.test('what cannot be told any more is said to have failed', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: quick })
  await ann.client.connect()
  await whenOnline(ann.client)
  server.log.write(conversation, 'ann', 'm', 'text')
  server.endSession('ann')
  await until(() => ann.client.state === 'ended')
  await t.rejects(ann.client.edit(conversation, 1, 'too late'), { code: 'UNAVAILABLE' })
  t.equal(server.log.message(conversation, 1).text, 'text')
})

t.test('a message goes to several conversations, to each once, whatever is lost or refused', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: quick })
  await ann.client.connect()
  await whenOnline(ann.client)
  server.log.write(conversation, 'ben', 'm', 'text')
  const to = ['d_ann_cat', 'd_ann_dan', conversation, 'd_cat_dan']
  server.plan = new FaultPlan(Array.from({ length: 4 }, () => faults).flat())
  for (let i = 0; i < 4; i++) {
    const results = await ann.client.forward(conversation, 1, to)
    t.strictSame(
      new Map(results.map((one) => [one.conversation, 'entry' in one ? 'sent' : one.error.code])),
      new Map(to.map((target) => [target, target === 'd_cat_dan' ? 'NOT_FOUND' : 'sent'])),
    )
  }
  server.plan = new FaultPlan()
  for (const target of to) {
    const forwarded = server.log.of(target).filter((entry) => entry.forwarded)
    t.strictSame(
      forwarded.map(({ text, by }) => [by, text]),
      Array.from({ length: target === 'd_cat_dan' ? 0 : 4 }, () => ['ann', 'text']),
    )
  }
  await t.rejects(ann.client.forward(conversation, 99, to), { code: 'NOT_FOUND' })
  const [entry] = server.log.of(conversation)
  if (entry) server.log.change(conversation, 'ben', { n: 1, clientId: 'gone' })
  await t.rejects(ann.client.forward(conversation, 1, to), { code: 'CONFLICT' })
})

t.test('messages are pinned for both, through whatever is lost or refused', async (t) => {
  const server = await start(t)
  const [ann, ben] = [join(t, server, 'ann', { timing: quick }), join(t, server, 'ben', { timing: quick })]
  for (const { client } of [ann, ben]) {
    await client.connect()
    await whenOnline(client)
  }
  for (let i = 1; i <= 4; i++) server.log.write(conversation, 'ben', `m${i}`, `text ${i}`)
  server.plan = new FaultPlan(faults)
  await ann.client.pin(conversation, 1)
  await ben.client.pin(conversation, 3)
  await ann.client.pin(conversation, 4)
  await ann.client.unpin(conversation, 3)
  server.plan = new FaultPlan()
  const numbers = async () => (await ben.client.pinned(conversation)).map(({ n }) => n)
  t.strictSame(await numbers(), [4, 1])
  const log = server.log.of(conversation)
  await until(() => ann.entries.length === log.length && ben.entries.length === log.length)
  t.equal(log.length, 8, 'each once')
  const messages = ben.entries.filter(({ kind }) => kind === 'message')
  t.strictSame(
    messages.map((message) => ben.entries.reduce(changedBy, message).pinned?.by),
    ['ann', undefined, undefined, 'ann'],
    'whoever applies the entries knows it too',
  )
  server.log.change(conversation, 'ben', { n: 4, clientId: 'gone' })
  t.strictSame(await numbers(), [1])
  await t.rejects(ann.client.pin(conversation, 4), { code: 'CONFLICT' })
  await t.rejects(ann.client.pin(conversation, 9), { code: 'NOT_FOUND' })
})

t.test('what is saved is so once, through whatever is lost or refused', async (t) => {
  const server = await start(t)
  const ann = join(t, server, 'ann', { timing: quick })
  await ann.client.connect()
  await whenOnline(ann.client)
  for (let i = 1; i <= 3; i++) server.log.write(conversation, 'ben', `m${i}`, `text ${i}`)
  server.plan = new FaultPlan(faults)
  for (const n of [1, 2, 3]) await ann.client.save(conversation, n)
  await ann.client.unsave(conversation, 2)
  server.plan = new FaultPlan()
  const { saved } = await ann.client.saved()
  t.strictSame(
    saved.map(({ message }) => message.text),
    ['text 3', 'text 1'],
  )
  await t.rejects(ann.client.save(conversation, 9), { code: 'NOT_FOUND' })
})
