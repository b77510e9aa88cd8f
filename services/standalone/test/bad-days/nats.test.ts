import { type BrowserlessPerson, needs, waitFor } from '@parley/testing'
import t from 'tap'
import { sdkClient } from '../load/sdk-client.ts'
import { assertOneLog, assertUnread, numbered } from '../load/truth.ts'
import { people, sendUntilTaken } from './people.ts'
import { awayParts, ownServers, wholeSystem } from './whole-system.ts'

t.setTimeout(120_000)
const parts = await needs('own mongodb', 'own nats', 'own redis')

t.test('NATS away at the start, and later', parts, async (t) => {
  const servers = await ownServers(t)
  const { nats } = servers
  await nats.wire.refuse()
  const system = await wholeSystem(t, servers)
  const everything = Object.values(system.instances).flat()
  const state = async () => await Promise.all(everything.map(awayParts))
  const recovered = async () => {
    await waitFor(async () => (await state()).flat().length === 0, {
      what: 'all to recover by itself',
      timeoutMs: 20_000,
    })
  }
  t.same(
    await state(),
    everything.map(() => ['bus']),
    'each says what it misses',
  )
  const { ann, ben, eve } = await people(system)
  const written: Record<'ann' | 'ben', string[]> = { ann: [], ben: [] }
  const say = async (from: BrowserlessPerson, text: string) => {
    const to = from === ann ? 'ben' : 'ann'
    const answer = await from.post(`/messages/send/${to}/`, { message: text, client_id: text })
    t.equal(answer.status, 200, text)
    written[from === ann ? 'ann' : 'ben'].push(text)
  }
  const worksByHttp = async (round: string) => {
    for (const text of numbered(`${round}-ann`, 3)) await say(ann, text)
    for (const text of numbered(`${round}-ben`, 2)) await say(ben, text)
    for (const path of ['/messages/', '/messages/chat/ann/', '/messages/history/ann/?peek=1', '/people/'])
      t.equal((await ben.request(path)).status, 200, `${round}: ${path}`)
  }
  await worksByHttp('without')
  await nats.wire.restore()
  await recovered()

  await ben.get('/messages/history/ann/')
  const chat = await ben.open('/ws/chat/ann/')
  const bell = await ben.open('/ws/notifications/')
  const outsider = await eve.open('/ws/notifications/')
  const client = sdkClient(t, ben)
  const entries: string[] = []
  client.on('entry', ({ text }) => void entries.push(text ?? ''))
  await client.connect()
  await waitFor(() => client.state === 'online', { what: 'the SDK' })
  await worksByHttp('between')
  await waitFor(() => entries.length === 5, { what: 'the SDK to hear of it' })
  t.equal((await bell.next<{ count: number }>(({ count }) => count === 3)).count, 3)

  await nats.server.kill()
  await waitFor(async () => (await state()).every((away) => away.includes('bus')), { what: 'all to say so' })
  await worksByHttp('away')
  chat.send({ message: 'by socket', client_id: 'by-socket' })
  written.ben.push('by socket')
  await chat.next<{ content: string }>(({ content }) => content === 'by socket')
  t.pass('a socket sends')
  await waitFor(async () => (await ben.get('/messages/unread/')).json<{ count: number }>().count === 6, {
    what: 'unread to be right by question',
  })

  await nats.server.restart()
  await recovered()
  await chat.next<{ id: number }>(({ id }) => id === 16)
  const ids = (chat.all as { id: number }[]).map(({ id }) => id)
  t.same(
    ids,
    Array.from({ length: 11 }, (_, index) => index + 6),
    'a plain socket got each once, in order',
  )
  await waitFor(() => entries.length >= 11, { what: 'the SDK to have all', timeoutMs: 20_000 })
  t.same(
    entries,
    (chat.all as { content: string }[]).map(({ content }) => content),
    'and so did the SDK',
  )
  t.equal((await bell.next<{ count: number }>(({ count }) => count === 6)).count, 6)
  await say(ann, 'afterwards')
  await bell.next<{ count: number }>(({ count }) => count === 7)

  await assertOneLog(
    t,
    [ann, ben],
    [
      { from: ann, texts: written.ann },
      { from: ben, texts: written.ben },
    ],
  )
  t.equal(await assertUnread(t, ben, [ann, eve]), 7)
  await sendUntilTaken(ann, 'eve', 'for eve')
  await outsider.next<{ count: number }>(({ count }) => count === 1)
  t.notMatch(JSON.stringify(outsider.all), /without|between|away|by socket/, 'an outsider saw nothing')
})
