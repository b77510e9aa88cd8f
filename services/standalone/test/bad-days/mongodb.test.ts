import { needs, waitFor } from '@parley/testing'
import t from 'tap'
import { sdkClient } from '../load/sdk-client.ts'
import { assertOneLog, assertUnread } from '../load/truth.ts'
import { people, sendUntilTaken } from './people.ts'
import { awayParts, ownServers, wholeSystem } from './whole-system.ts'

t.setTimeout(120_000)
const parts = await needs('own mongodb', 'own nats', 'own redis')

t.test('MongoDB away at the start, and later', parts, async (t) => {
  const servers = await ownServers(t)
  const { mongodb } = servers
  await mongodb.wire.refuse()
  const system = await wholeSystem(t, servers)
  const { gateways, instances } = system
  const state = async () => ({
    accounts: await Promise.all(instances.accounts.map(awayParts)),
    messages: await Promise.all(instances.messages.map(awayParts)),
    notifications: await Promise.all(instances.notifications.map(awayParts)),
    gateway: await Promise.all(instances.gateway.map(awayParts)),
  })
  const well = [[], []]
  const withoutMongodb = {
    accounts: [['mongodb'], ['mongodb']],
    messages: [['mongodb'], ['mongodb']],
    notifications: [['messages'], ['messages']],
    gateway: well,
  }
  const isWell = async () => Object.values(await state()).every((each) => each.flat().length === 0)
  t.same(await state(), withoutMongodb, 'each says what it misses')
  const page = await fetch(`${gateways[0]}/login`)
  t.match([page.status, await page.text()], [200, /Log in/], 'the pages are there')

  await mongodb.wire.restore()
  await waitFor(isWell, { what: 'all to recover by itself', timeoutMs: 20_000 })
  const { ann, ben, eve } = await people(system)
  const chat = await ben.open('/ws/chat/ann/')
  const bell = await ben.open('/ws/notifications/')
  const outsider = await eve.open('/ws/notifications/')
  const client = sdkClient(t, ben)
  await client.connect()
  const { conversation } = await waitFor(() => client.open('ann'), { what: 'the conversation' })
  await sendUntilTaken(ann, 'ben', 'before')

  await mongodb.server.kill()
  await waitFor(async () => JSON.stringify(await state()) === JSON.stringify(withoutMongodb), {
    what: 'each to say what it misses',
  })
  const refused = await ann.post('/messages/send/ben/', { message: 'meanwhile', client_id: 'meanwhile' })
  t.match([refused.status, refused.json()], [503, { error: { code: 'UNAVAILABLE' } }], 'a send fails loudly')
  chat.send({ message: 'by socket', client_id: 'by-socket' })
  const said = await chat.next<{ error: { code: string }; client_id: string }>((frame) => 'error' in frame)
  t.match(said, { error: { code: 'UNAVAILABLE' }, client_id: 'by-socket' })
  await client.send({ conversation, username: 'ann' }, 'by sdk')
  const inbox = await ann.request('/messages/', { headers: { accept: 'text/html' } })
  t.match([inbox.status, inbox.headers.get('content-type')], [503, /html/], 'the page says so')
  t.notMatch(inbox.text, /mongo|ECONN|stack|at \//i, 'and nothing of the inside')
  t.equal(client.outbox().length, 1, 'the SDK keeps what it could not send')

  await mongodb.server.restart()
  await waitFor(isWell, { what: 'all to recover by itself', timeoutMs: 20_000 })
  const first = await sendUntilTaken(ann, 'ben', 'meanwhile')
  t.equal((await sendUntilTaken(ann, 'ben', 'meanwhile')).id, first.id)
  await waitFor(() => client.outbox().length === 0, { what: 'the SDK to send', timeoutMs: 20_000 })
  await sendUntilTaken(ben, 'ann', 'by socket')
  t.equal(chat.socket.readyState, chat.socket.OPEN, 'the sockets stayed')
  await chat.next<{ id: number }>(({ id }) => id === 4)
  await bell.next<{ count: number }>(({ count }) => count === 2)

  await assertOneLog(
    t,
    [ann, ben],
    [
      { from: ann, texts: ['before', 'meanwhile'] },
      { from: ben, texts: ['by sdk', 'by socket'] },
    ],
  )
  t.equal(await assertUnread(t, ben, [ann, eve]), 2)
  t.equal(await assertUnread(t, ann, [ben, eve]), 2)
  t.equal(await assertUnread(t, eve, [ann, ben]), 0)
  await sendUntilTaken(ann, 'eve', 'for eve')
  await outsider.next<{ count: number }>(({ count }) => count === 1)
  t.notMatch(JSON.stringify(outsider.all), /before|meanwhile|by/, 'an outsider saw nothing')
})
