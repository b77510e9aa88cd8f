import { closedWords } from '@parley/contracts/closed-words'
import t from 'tap'
import { whenOnline } from '../src/index.ts'
import { join, start, toBen } from './fake-house.ts'
import { until } from './fake-person.ts'

const refusal = { code: 'FORBIDDEN', message: closedWords }

t.test(
  'what waits when somebody is blocked fails for good, keeps its text, and can be sent later',
  async (t) => {
    const server = await start(t)
    const [ann, ben] = [join(t, server, 'ann'), join(t, server, 'ben')]
    await Promise.all([ann, ben].map(({ client }) => client.connect()))
    await Promise.all([ann, ben].map(({ client }) => whenOnline(client)))
    ann.client.close()
    const [one, two] = [await ann.client.send(toBen, 'one'), await ann.client.send(toBen, 'two')]
    await ben.client.block('ann')
    await ann.client.connect()
    await until(() => ann.client.outbox().every(({ state }) => state === 'failed'))
    t.match(ann.client.outbox(), [
      { text: 'one', error: refusal },
      { text: 'two', error: refusal },
    ])
    t.strictSame(server.log.of('d_ann_ben'), [])
    await ben.client.unblock('ann')
    await ann.client.retry(one.clientId)
    await ann.client.retry(two.clientId)
    await until(() => ann.client.outbox().length === 0)
    t.strictSame(
      server.log.of('d_ann_ben').map(({ text }) => text),
      ['one', 'two'],
    )
  },
)

t.test('a client lists whom its person blocks, and edits and reacts in vain there', async (t) => {
  const server = await start(t)
  const [ann, ben] = [join(t, server, 'ann'), join(t, server, 'ben')]
  await Promise.all([ann, ben].map(({ client }) => client.connect()))
  await ann.client.send(toBen, 'one')
  await until(() => server.log.of('d_ann_ben').length === 1)
  await ann.client.block('ben')
  await ann.client.block('ben')
  t.strictSame(await ann.client.blocked(), [{ user: 'ben', at: 1_000 }])
  t.equal(ann.client.person('ben')?.username, 'ben')
  t.strictSame(await ben.client.blocked(), [])
  await t.rejects(ann.client.edit('d_ann_ben', 1, 'another'), refusal)
  await t.rejects(ben.client.react('d_ann_ben', 1, '🎉'), refusal)
  t.match(await ann.client.remove('d_ann_ben', 1), { kind: 'delete' })
  await ann.client.unblock('ben')
  t.strictSame(await ann.client.blocked(), [])
})
