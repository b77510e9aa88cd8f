import { waitFor } from '@parley/testing'
import t from 'tap'
import { sqliteSessionStore } from '../../src/sessions/sqlite-session-store.ts'
import { front } from '../front.ts'
import { socketOf } from '../socket/socket-of.ts'
import { unescaped } from '../visitor.ts'

const change = { current_password: 'password of ann', password: 'four words put together' }

t.test('a new name is said at once, and seen by others at every gateway', async (t) => {
  const { another, loggedIn, add } = await front(t)
  const other = await another()
  add('ann', 'Ann Old')
  add('bob', 'Bob')
  const [ann, bob] = [await loggedIn('ann'), (await loggedIn('bob')).twin(other)]
  await bob.send('/messages/send/ann/', { message: 'hello' })
  t.match((await bob.get('/messages/')).body, 'Ann Old')
  const saved = await ann.post('/settings/profile/', { display_name: 'Ann <New>' })
  t.equal(saved.statusCode, 303)
  t.equal(saved.headers.location, '/settings/?done=name')
  const page = unescaped((await ann.get('/settings/?done=name')).body)
  t.match(page, 'Your name is changed.')
  t.match(page, 'value="Ann <New>"')
  for (const path of ['/messages/', '/messages/chat/ann/', '/people/', '/people/ann/']) {
    const isNew = async () => unescaped((await bob.get(path)).body).includes('Ann <New>')
    await waitFor(isNew, { what: `the new name at ${path}` })
    t.notMatch((await bob.get(path)).body, 'Ann Old', path)
  }
  t.notMatch((await ann.get('/settings/?done=whatever')).body, 'role="status">Your')
})

t.test('a name that is refused stands in the form with why', async (t) => {
  const { loggedIn, add } = await front(t)
  add('ann', 'Ann')
  const ann = await loggedIn('ann')
  const refused = await ann.post('/settings/profile/', { display_name: 'x'.repeat(65) })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'at most 64 characters')
  t.match(refused.body, 'aria-invalid="true"')
  t.match(refused.body, '<title data-title="Error: Settings"')
  t.match(refused.body, `value="${'x'.repeat(65)}"`)
  const long = await ann.post('/settings/profile/', { display_name: 'x'.repeat(300) })
  t.match([long.statusCode, unescaped(long.body).includes('The name must')], [422, true])
  t.match((await ann.get('/settings/')).body, 'value="Ann"')
  t.equal(
    (await ann.get('/settings/profile/')).headers.location,
    '/settings/',
    'loaded again, it is the page',
  )
})

t.test('a script changes both by JSON', async (t) => {
  const { loggedIn, visitor, add } = await front(t)
  add('ann', 'Ann')
  const ann = await loggedIn('ann')
  const named = await ann.send('/settings/profile/', { display_name: 'Anna' })
  t.strictSame([named.statusCode, named.json()], [200, { username: 'ann', display_name: 'Anna' }])
  const bad = await ann.send('/settings/profile/', { display_name: 'x'.repeat(300) })
  t.match([bad.statusCode, bad.json().error], [422, { code: 'INVALID', field: 'display_name' }])
  const wrong = await ann.send('/settings/password/', { ...change, current_password: 'x' })
  t.match([wrong.statusCode, wrong.json().error], [403, { code: 'FORBIDDEN', field: 'current_password' }])
  t.equal((await ann.send('/settings/password/', change)).statusCode, 204)
  t.equal((await ann.json('/session')).statusCode, 204)
  const again = visitor()
  await again.get('/login')
  t.equal((await again.post('/login', { username: 'ann', password: change.password })).statusCode, 303)
})

t.test('a new password ends every other session at once; this one goes on under a new id', async (t) => {
  const { app, another, loggedIn, add } = await front(t)
  const other = await another()
  add('ann')
  add('eve')
  const [ann, elsewhere, eve] = [await loggedIn('ann'), await loggedIn('ann'), await loggedIn('eve')]
  const ended = [await socketOf(app, elsewhere), await socketOf(other, elsewhere), await socketOf(other, ann)]
  const kept = await socketOf(other, eve)
  const thief = ann.twin(other)
  const { token } = ann
  const changed = await ann.post('/settings/password/', change)
  t.equal(changed.headers.location, '/settings/?done=password')
  for (const peer of ended) t.equal((await peer.end('the end of the session', 1_000)).code, 4500)
  for (const old of [elsewhere, elsewhere.twin(other), thief, thief.twin(app)])
    t.equal((await old.json('/session')).statusCode, 401)

  t.match((await ann.get('/settings/?done=password')).body, 'Your password is changed.')
  t.equal((await ann.twin(other).json('/session')).statusCode, 204)
  const old = await ann.send('/messages/send/eve/', { message: 'old' }, { 'x-csrftoken': token })
  t.equal(old.statusCode, 403, 'the token belonged to the old session')
  t.equal((await ann.send('/messages/send/eve/', { message: 'still here' })).statusCode, 200)
  await kept.next(({ count }) => count === 1, 'what the outsider has not read')
  t.equal(kept.closed, undefined)
  kept.close()
  const peer = await socketOf(other, ann)
  peer.close()
})

t.test('a refused change of password says why and ends nothing', async (t) => {
  const { visitor, loggedIn, add } = await front(t)
  add('ann')
  const [ann, elsewhere] = [await loggedIn('ann'), await loggedIn('ann')]
  const wrong = await ann.post('/settings/password/', { ...change, current_password: 'not it' })
  t.equal(wrong.statusCode, 403)
  t.match(wrong.body, '<a href="#field-current_password">This is not your current password.</a>')
  t.notMatch(wrong.body, 'not it', 'no password is sent back')
  for (const current_password of ['', 'x\0', 'x'.repeat(2_000)]) {
    const answer = await ann.post('/settings/password/', { ...change, current_password })
    t.match([answer.statusCode, answer.body.includes('not your current password')], [403, true])
  }
  const short = await ann.post('/settings/password/', { ...change, password: 'short' })
  t.equal(short.statusCode, 422)
  t.match(short.body, '<a href="#field-password">A password has at least 10 characters.</a>')
  const long = await ann.post('/settings/password/', { ...change, password: 'x'.repeat(1_001) })
  t.match(long.body, '<a href="#field-password">The password ')
  for (const one of [ann, elsewhere]) t.equal((await one.json('/session')).statusCode, 204)
  const again = visitor()
  await again.get('/login')
  const login = await again.post('/login', { username: 'ann', password: change.current_password })
  t.equal(login.statusCode, 303)
})

t.test('guesses here and at the login are bounded together; another person’s are not', async (t) => {
  const { visitor, loggedIn, add } = await front(t, { loginRate: 4 })
  add('ann')
  add('bob')
  const [ann, bob] = [await loggedIn('ann'), await loggedIn('bob')]
  const guess = { ...change, current_password: 'a guess' }
  for (let i = 0; i < 3; i += 1) t.equal((await ann.post('/settings/password/', guess)).statusCode, 403)
  const tooOften = await ann.post('/settings/password/', change)
  t.equal(tooOften.statusCode, 429)
  t.match(tooOften.body, 'That was tried too often.')
  t.ok(tooOften.headers['retry-after'])
  const elsewhere = visitor()
  await elsewhere.get('/login')
  const login = await elsewhere.post('/login', { username: 'ann', password: 'password of ann' })
  t.equal(login.statusCode, 429)
  const bobs = { ...change, current_password: 'password of bob' }
  t.equal((await bob.post('/settings/password/', bobs)).statusCode, 303)
  for (let i = 0; i < 12; i += 1)
    t.equal((await bob.post('/settings/profile/', { display_name: `Bob ${i}` })).statusCode, 303)
  const names = await bob.post('/settings/profile/', { display_name: 'Bob again' })
  t.equal(names.statusCode, 429, 'names are bounded by themselves')
})

t.test('where the session cannot go on, the change is said at the login', async (t) => {
  const inner = sqliteSessionStore({ path: ':memory:' })
  const state = { away: false }
  const set: typeof inner.set = async (...args) => {
    if (state.away) throw new Error('connect ECONNREFUSED')
    await inner.set(...args)
  }
  const { loggedIn, add } = await front(t, { sessions: { ...inner, set }, clock: Date.now })
  add('ann')
  const ann = await loggedIn('ann')
  state.away = true
  const changed = await ann.post('/settings/password/', change)
  t.equal(changed.headers.location, '/login?notice=password-changed')
  t.match((await ann.get('/login?notice=password-changed')).body, 'Log in with the new one')
  state.away = false
  t.equal((await ann.post('/login', { username: 'ann', password: change.password })).statusCode, 303)
})

t.test('without a session there are no settings, and a login leads to them', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const ann = visitor()
  const refused = await ann.get('/settings/')
  t.equal(refused.headers.location, '/login?next=%2Fsettings%2F&notice=needs-login')
  for (const path of ['/settings/profile/', '/settings/password/']) {
    t.equal((await ann.post(path, { ...change, display_name: 'Ann' })).statusCode, 303)
    t.equal((await ann.send(path, change)).statusCode, 401)
  }
})
