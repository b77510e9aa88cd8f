import { waitFor } from '@parley/testing'
import t from 'tap'
import { House } from './house.ts'

const secret = 'xyzzy-nobody-else-may-read-this'

t.test('logs follow a request and have no text of people, whatever goes wrong', async (t) => {
  const house = await House.open(t)
  const lines: string[] = []
  const gateway = await house.gateway({ log: (line) => lines.push(line) })
  const [ann, bob] = [await gateway.client('ann', { render: true }), await gateway.client('bob')]
  const plain = await gateway.open('ann', '/ws/chat/bob/')
  const { annAndBob: conversation } = house
  await ann.ask('send', { conversation, clientId: 'c', text: secret })
  await bob.next(({ type }) => type === 'entry', 'the entry')
  await ann.attempt('send', { conversation, clientId: 'c', text: `${secret} but another` })
  await ann.attempt('send', { conversation, clientId: 'd', text: `${secret}\0` })
  ann.send(`{"type":"send","text":"${secret}`)
  plain.send(`{"message":"${secret}`)
  plain.send({ message: [secret] })
  await house.owners.messages.answers.close()
  t.match(await ann.attempt('send', { conversation, clientId: 'e', text: secret }), { type: 'error' })
  plain.send({ message: secret })
  await plain.all((frame) => 'error' in frame, 3, 'the errors')
  t.ok(lines.length > 5)
  t.same(
    lines.filter((line) => line.includes('xyzzy')),
    [],
  )
  t.ok(lines.some((line) => /"requestId":"[0-9a-f-]{36}\.\d+"/.test(line)))
})

t.test('the figures tell sockets, deliveries, latency, pushes and batches', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  await gateway.open('bob', '/ws/chat/ann/')
  const badge = await gateway.open('bob', '/ws/notifications/')
  await badge.next(({ count }) => count === 0, 'the first body')
  await ann.ask('send', { conversation: house.annAndBob, clientId: 'c', text: 'Hello' })
  const shows = (name: string, pattern: RegExp) =>
    waitFor(async () => pattern.test(await gateway.metric(name)), { what: `${name} to show ${pattern}` })
  for (const kind of ['client', 'chat', 'notifications'])
    await shows('parley_gateway_sockets', new RegExp(`kind="${kind}"[^}]*} 1$`, 'm'))
  await shows('parley_gateway_deliveries_total', /kind="client"[^}]*} 1$/m)
  await shows('parley_gateway_deliveries_total', /kind="chat"[^}]*} 1$/m)
  await shows('parley_gateway_deliveries_total', /kind="notifications"[^}]*} 2$/m)
  await shows('parley_gateway_accept_to_deliver_seconds_count', / 2$/m)
  await shows('parley_gateway_pushes_total', /type="entry"[^}]*} 2$/m)
  await shows('parley_gateway_send_batch_messages_count', / 1$/m)
  await shows('parley_gateway_sends_waiting', / 0$/m)
})
