import { waitFor } from '@parley/testing'
import t from 'tap'
import { sqliteSessionStore } from '../../src/sessions/sqlite-session-store.ts'
import { front } from '../front.ts'
import { socketOf } from '../socket/socket-of.ts'

t.test('a logout closes the sockets of that session, at every gateway, and no others', async (t) => {
  const { app, another, loggedIn, add } = await front(t)
  const other = await another()
  add('ann')
  add('eve')
  const [ann, annElsewhere, eve] = [await loggedIn('ann'), await loggedIn('ann'), await loggedIn('eve')]
  t.equal((await ann.twin(other).json('/session')).statusCode, 204, 'one session for both')
  const ended = [await socketOf(app, ann), await socketOf(other, ann)]
  const kept = [
    await socketOf(app, annElsewhere),
    await socketOf(other, annElsewhere),
    await socketOf(other, eve),
  ]
  const thief = ann.twin(other)
  await ann.post('/logout', {})
  for (const peer of ended) t.equal((await peer.end('the end of the session', 1_000)).code, 4500)
  t.equal((await thief.json('/session')).statusCode, 401)

  // Who is still there gets what comes later.
  for (const visitor of [annElsewhere, eve]) {
    const to = visitor === eve ? 'ann' : 'eve'
    t.equal((await visitor.send(`/messages/send/${to}/`, { message: 'still here' })).statusCode, 200)
  }
  for (const peer of kept) {
    await peer.next(({ count }) => count === 1, 'what is unread')
    t.equal(peer.closed, undefined)
  }
  for (const peer of kept) peer.close()
})

t.test('a change of password closes the sockets of all sessions', async (t) => {
  const { app, owners, loggedIn, add } = await front(t)
  add('ann')
  const [one, two] = [await loggedIn('ann'), await loggedIn('ann')]
  const peers = [await socketOf(app, one), await socketOf(app, two)]
  await owners.accounts.endAll('ann')
  for (const peer of peers) t.equal((await peer.end('the end', 1_000)).code, 4500)
  t.equal((await two.json('/session')).statusCode, 401)
  const again = await loggedIn('ann')
  const peer = await socketOf(app, again)
  peer.close()
})

t.test('a login ends the session before it, with its sockets', async (t) => {
  const { app, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  const peer = await socketOf(app, ann)
  await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.equal((await peer.end('the end', 1_000)).code, 4500)
})

t.test('closing finishes what is under way and tells sockets to reconnect', async (t) => {
  const { app, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  const peer = await socketOf(app, ann)
  await app.close()
  t.equal((await peer.end()).code, 4000)
})

t.test('a session that runs out takes its sockets along; one that is used elsewhere does not', async (t) => {
  const sessions = sqliteSessionStore({ path: ':memory:' })
  const { app, loggedIn, add } = await front(t, { sessions, clock: Date.now, sessionMs: 1_500 })
  add('ann')
  add('bob')
  const [used, unused] = [await loggedIn('ann'), await loggedIn('bob')]
  const [kept, ended] = [await socketOf(app, used), await socketOf(app, unused)]
  const wanted = async () => {
    // What a second tab does: each request may move the end on.
    t.equal((await used.json('/session')).statusCode, 204)
    return ended.closed
  }
  const { code } = await waitFor(wanted, { what: 'the end of the unused session' })
  t.equal(code, 4500)
  t.equal(kept.closed, undefined)
  kept.close()
})
