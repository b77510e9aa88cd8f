import { BrowserlessPerson, needs, waitFor } from '@parley/testing'
import t from 'tap'
import { assertOneLog, assertUnread } from '../load/truth.ts'
import { people, sendUntilTaken } from './people.ts'
import { awayParts, ownServers, wholeSystem } from './whole-system.ts'

t.setTimeout(120_000)
const parts = await needs('own mongodb', 'own nats', 'own redis')

t.test('Redis away at the start, and later', parts, async (t) => {
  const servers = await ownServers(t)
  const { redis } = servers
  await redis.wire.refuse()
  const system = await wholeSystem(t, servers)
  const { gateways, instances } = system
  const [one, two] = gateways
  const owners = [...instances.accounts, ...instances.messages, ...instances.notifications]
  const state = async () => await Promise.all(gateways.map(awayParts))
  t.same(await state(), [['redis'], ['redis']], 'the gateways say what they miss')
  t.same((await Promise.all(owners.map(awayParts))).flat(), [], 'the others miss nothing')
  t.match(await (await fetch(`${one}/login`)).text(), /Log in/)
  await redis.wire.restore()
  await waitFor(async () => (await state()).flat().length === 0, { what: 'the gateways to recover' })

  const { ann, ben, eve } = await people(system)
  await sendUntilTaken(ann, 'ben', 'before')
  const [a, b] = [await ann.open('/ws/chat/ben/'), await ben.open('/ws/chat/ann/')]
  const outsider = await eve.open('/ws/notifications/')
  const second = new BrowserlessPerson(two, 'ben')
  await second.form('/login', { username: 'ben', password: ben.password })
  t.equal((await second.get('/session')).status, 204)

  await redis.server.kill()
  await waitFor(async () => (await state()).flat().length === 2, { what: 'the gateways to say so' })
  a.send({ message: 'by socket', client_id: 'by-socket' })
  await b.next<{ content: string }>(({ content }) => content === 'by socket')
  b.send({ message: 'and back' })
  await a.next<{ content: string }>(({ content }) => content === 'and back')
  t.pass('open sockets go on')
  for (const path of ['/messages/', '/messages/chat/ben/', '/messages/history/ben/?peek=1', '/people/'])
    t.equal((await ann.request(path)).status, 200, `a session that was checked lately has ${path}`)
  await sendUntilTaken(ann, 'ben', 'by http')
  await (await ann.open('/ws/notifications/')).close()

  const json = await eve.get(`${one}/messages/unread/`)
  t.match([json.status, json.json()], [503, { error: { code: 'UNAVAILABLE' } }], 'others have to wait')
  const page = await eve.request(`${one}/messages/`, { headers: { accept: 'text/html' } })
  t.match([page.status, page.headers.get('content-type')], [503, /html/])
  t.notMatch(page.text, /redis|ECONN|name="password"/i)
  t.match(eve.cookieValue('parley_session'), /./, 'and are not logged out')
  await t.rejects(eve.open(`${one.replace('http', 'ws')}/ws/notifications/`), { message: 'refused: 503' })
  const login = await new BrowserlessPerson(one, 'ben').form('/login', {
    username: 'ben',
    password: ben.password,
  })
  t.equal(login.status, 503, 'nobody logs in')

  const cookie = second.cookie
  t.equal((await second.form('/logout', {})).status, 303, 'but out')
  t.equal((await fetch(`${two}/session`, { headers: { cookie } })).status, 503, 'which is remembered no more')

  await redis.server.restart()
  await waitFor(async () => (await state()).flat().length === 0, { what: 'the gateways to recover' })
  for (const url of gateways) {
    t.equal((await eve.get(`${url}/session`)).status, 204, 'all sessions are there')
    t.equal((await fetch(`${url}/session`, { headers: { cookie } })).status, 401, 'the ended one is not')
  }
  await assertOneLog(
    t,
    [ann, ben],
    [
      { from: ann, texts: ['before', 'by socket', 'by http'] },
      { from: ben, texts: ['and back'] },
    ],
  )
  t.equal(await assertUnread(t, ben, [ann, eve]), 3)
  await sendUntilTaken(ann, 'eve', 'for eve')
  await outsider.next<{ count: number }>(({ count }) => count === 1)
  t.notMatch(JSON.stringify(outsider.all), /before|by |and back/, 'an outsider saw nothing')
})
