import { sessionEnded } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import type { SessionStore } from '../../src/sessions/session-store.ts'
import { sqliteSessionStore } from '../../src/sessions/sqlite-session-store.ts'
import { front, HandClock } from '../front.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** A store that can be taken away, and counts what it is asked. */
function fragileStore(clock: HandClock) {
  const inner = sqliteSessionStore({ path: ':memory:', clock: clock.read })
  const counts = { get: 0, set: 0, touch: 0, destroy: 0 }
  const state = { away: false }
  const guarded = <A extends unknown[], R>(name: keyof typeof counts, run: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      counts[name] += 1
      if (state.away) throw new Error('connect ECONNREFUSED 10.1.2.3:6379')
      return await run(...args)
    }
  }
  const store: SessionStore = {
    get: guarded('get', (digest: string) => inner.get(digest)),
    set: guarded('set', (digest, session, expiresAt) => inner.set(digest, session, expiresAt)),
    touch: guarded('touch', (digest: string, at: number) => inner.touch(digest, at)),
    destroy: guarded('destroy', (digest: string) => inner.destroy(digest)),
    ping: () => inner.ping(),
    close: () => inner.close(),
  }
  return { store, counts, state }
}

t.test('a visitor without a session writes nothing; a login writes once, under a new id', async (t) => {
  const { store, counts } = fragileStore(new HandClock())
  const { visitor, add } = await front(t, { sessions: store })
  add('ann')
  const ann = visitor()
  await ann.get('/login')
  t.notOk(ann.cookies.has('parley_session'))
  t.strictSame(counts, { get: 0, set: 0, touch: 0, destroy: 0 })
  await ann.post('/login', { username: 'ann', password: 'password of ann' })
  const first = ann.cookies.get('parley_session')
  t.ok(first)
  const sets = counts.set
  for (let i = 0; i < 5; i += 1) t.equal((await ann.get('/messages/')).statusCode, 200)
  t.equal(counts.set, sets)
  t.equal(counts.touch, 0)

  const old = ann.twin()
  await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.not(ann.cookies.get('parley_session'), first, 'another login, another id')
  t.equal((await ann.json('/session')).statusCode, 204)
  t.equal((await old.json('/session')).statusCode, 401, 'the one before is ended')
})

t.test('a session cannot be chosen by who sends it', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const ann = visitor()
  ann.cookies.set('parley_session', 'chosen-by-somebody-else.signature')
  await ann.get('/login')
  await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.notMatch(ann.cookies.get('parley_session'), 'chosen')
  t.equal((await ann.json('/session')).statusCode, 204)
})

t.test('the end of a session slides with use, and is not written at each request', async (t) => {
  const clock = new HandClock()
  const { store, counts } = fragileStore(clock)
  const sessions = { ...store }
  const house = await front(t, { sessions, clock: clock.read, sessionMs: 10 * day })
  house.add('ann')
  const ann = await house.loggedIn('ann')
  clock.move(day - minute)
  await ann.get('/messages/')
  t.equal(counts.touch, 0)
  clock.move(2 * minute)
  const answer = await ann.get('/messages/')
  t.equal(counts.touch, 1)
  const cookie = answer.cookies.find(({ name }) => name === 'parley_session')
  t.equal(cookie?.expires?.getTime(), Math.floor((clock.at + 10 * day) / 1_000) * 1_000)
  await ann.get('/messages/')
  t.equal(counts.touch, 1)
  clock.move(9 * day)
  t.equal((await ann.json('/session')).statusCode, 204, 'longer than its first life')
  const unused = ann.twin()
  clock.move(11 * day)
  t.equal((await unused.twin().json('/session')).statusCode, 401)
  const page = await unused.get('/messages/')
  t.equal(page.headers.location, '/login?next=%2Fmessages%2F&notice=ended')
  t.notOk(unused.cookies.has('parley_session'), 'the dead cookie is taken away')
})

t.test('accounts is asked about a session once a minute', async (t) => {
  const { owners, clock, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  const asked = (): number => owners.accounts.answers.asked.get('checkSession') ?? 0
  for (let i = 0; i < 10; i += 1) await ann.json('/session')
  t.equal(asked(), 0, 'the login said it')
  clock.move(minute)
  await Promise.all(Array.from({ length: 10 }, () => ann.json('/session')))
  t.equal(asked(), 1)
  clock.move(minute)
  await ann.json('/session')
  t.equal(asked(), 2)
})

t.test('an end that accounts tells of counts at once', async (t) => {
  const { owners, loggedIn, add } = await front(t)
  add('ann')
  add('eve')
  const [ann, eve] = [await loggedIn('ann'), await loggedIn('eve')]
  await owners.accounts.endAll('ann')
  await waitFor(async () => (await ann.twin().json('/session')).statusCode === 401, { what: 'the end' })
  t.equal((await eve.json('/session')).statusCode, 204, 'nobody else')
})

t.test('a login that was under way as all sessions ended begins none', async (t) => {
  const { app, owners, bus, visitor, add } = await front(t)
  add('ann')
  let isTold = false
  await bus.subscribe(sessionEnded.subject, () => {
    isTold = true
  })
  const { call } = app
  app.call = async (operation, ...rest) => {
    const answer = await call(operation, ...rest)
    if (operation.name !== 'logIn') return answer
    await owners.accounts.endAll('ann')
    await waitFor(() => isTold, { what: 'the end to be told, before the session begins' })
    return answer
  }
  const ann = visitor()
  await ann.get('/login')
  const login = await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.equal(login.statusCode, 303, 'the password was right when it was looked at')
  t.equal((await ann.json('/session')).statusCode, 401)
})

t.test('an old session stays ended where the store has lost that it was', async (t) => {
  const clock = new HandClock()
  const { store } = fragileStore(clock)
  const forgetful = { ...store, destroy: async () => undefined }
  const { loggedIn, add } = await front(t, { sessions: forgetful, clock: clock.read })
  add('ann')
  const ann = await loggedIn('ann')
  const thief = ann.twin()
  await ann.post('/logout', {})
  t.equal((await thief.json('/session')).statusCode, 401)
})

t.test('while the store is away, who was seen in the last minute goes on, others get 503', async (t) => {
  const clock = new HandClock()
  const { store, state } = fragileStore(clock)
  const { loggedIn, visitor, add } = await front(t, { sessions: store, clock: clock.read })
  add('ann')
  add('bob')
  const ann = await loggedIn('ann')
  await ann.json('/session')
  const bob = await loggedIn('bob')
  state.away = true
  t.equal((await ann.get('/messages/')).statusCode, 200)
  const refused = await bob.get('/messages/')
  t.equal(refused.statusCode, 503)
  t.match(refused.body, 'Not available right now')
  t.notMatch(refused.body, 'ECONNREFUSED')
  t.equal((await bob.json('/session')).json().error.code, 'UNAVAILABLE')
  clock.move(minute + 1)
  t.equal((await ann.get('/messages/')).statusCode, 503)

  const newcomer = visitor()
  await newcomer.get('/login')
  const login = await newcomer.post('/login', { username: 'ann', password: 'password of ann' })
  t.equal(login.statusCode, 503)
  t.notMatch(login.body, 'ECONNREFUSED')
  state.away = false
  t.equal((await ann.get('/messages/')).statusCode, 200)
})

t.test('while accounts is away, what it said in the last minute counts', async (t) => {
  const { owners, clock, loggedIn, add } = await front(t)
  add('ann')
  add('bob')
  const ann = await loggedIn('ann')
  await owners.accounts.answers.close()
  clock.move(50_000)
  t.equal((await ann.json('/session')).statusCode, 204)
  clock.move(11_000)
  t.equal((await ann.json('/session')).statusCode, 503)
  const page = await ann.get('/messages/')
  t.equal(page.statusCode, 503)
  await owners.accounts.answers.open()
  t.equal((await ann.json('/session')).statusCode, 204)
  const sent = await ann.send('/messages/send/bob/', { message: 'with the token from before' })
  t.equal(sent.statusCode, 200, 'a page that knew nobody has not taken the token away')
})

t.test('a logout holds while accounts is away, and while the store is', async (t) => {
  const clock = new HandClock()
  const { store, state } = fragileStore(clock)
  const { owners, loggedIn, add } = await front(t, { sessions: store, clock: clock.read })
  add('ann')
  const [one, other] = [await loggedIn('ann'), await loggedIn('ann')]
  await one.get('/messages/')
  await other.get('/messages/')
  await owners.accounts.answers.close()
  const [oneAgain, otherAgain] = [one.twin(), other.twin()]
  t.equal((await one.post('/logout', {})).statusCode, 303)
  t.equal((await oneAgain.json('/session')).statusCode, 401)
  await owners.accounts.answers.open()
  state.away = true
  t.equal((await other.post('/logout', {})).statusCode, 303)
  state.away = false
  t.equal((await otherAgain.json('/session')).statusCode, 401)
})

t.test('a page of one account sends nothing in the name of another', async (t) => {
  const { loggedIn, add } = await front(t)
  const ann = add('ann')
  const eve = add('eve')
  const browser = await loggedIn('ann')
  t.equal((await browser.json('/session', { 'x-parley-user': ann.id })).statusCode, 204)
  t.equal((await browser.json('/session', { 'x-parley-user': eve.id })).statusCode, 401)
})

t.test('a person who is renamed is so at once', async (t) => {
  const { owners, loggedIn, add } = await front(t)
  add('ann', 'Ann Old')
  const ann = await loggedIn('ann')
  t.match((await ann.get('/messages/')).body, 'Ann Old')
  await owners.accounts.rename('ann', 'Ann New')
  const hasNewName = async () => (await ann.get('/messages/')).body.includes('Ann New')
  await waitFor(hasNewName, { what: 'the new name' })
})
