import t from 'tap'
import { front } from '../front.ts'

const fields = { username: 'Ann', display_name: 'Ann 安', password: 'four words put together' }

t.test('an account is made, and is logged in under a new session', async (t) => {
  const { visitor } = await front(t)
  const ann = visitor()
  await ann.get('/signup')
  const answer = await ann.post('/signup', { ...fields, next: '/people/' })
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, '/people/')
  t.equal((await ann.json('/session')).statusCode, 204)
  t.match((await ann.get('/messages/')).body, 'Ann 安')
  t.equal((await ann.get('/signup')).headers.location, '/messages/')
})

t.test('a script signs up and logs in by JSON', async (t) => {
  const { visitor } = await front(t)
  const ann = visitor()
  await ann.json('/session')
  const made = await ann.send('/signup', fields)
  t.strictSame([made.statusCode, made.json()], [200, { username: 'ann', display_name: 'Ann 安' }])
  const again = visitor()
  await again.json('/session')
  t.equal((await again.send('/signup', fields)).json().error.code, 'CONFLICT')
  const { username, password } = fields
  t.equal((await again.send('/login', { username, password: 'wrong' })).statusCode, 401)
  t.equal((await again.send('/login', { username, password })).statusCode, 200)
  t.equal((await again.json('/session')).statusCode, 204)
})

t.test('what is refused is said at its field, with what was typed but the password', async (t) => {
  const { visitor, add } = await front(t)
  add('taken')
  const ann = visitor()
  await ann.get('/signup')
  const secret = 'tooshort!'
  const short = await ann.post('/signup', { ...fields, password: secret })
  t.equal(short.statusCode, 422)
  t.match(short.body, 'A password has 10 characters or more')
  t.match(short.body, 'value="Ann 安"')
  t.notMatch(short.body, secret)
  const taken = await ann.post('/signup', { ...fields, username: 'taken' })
  t.equal(taken.statusCode, 409)
  t.match(taken.body, 'This username is taken')
  const missing = await ann.post('/signup', {})
  t.equal(missing.statusCode, 422)
  t.match(missing.body, 'There is a problem')
  const script = await ann.send('/signup', { ...fields, display_name: 'a\0b' })
  t.match(script.json(), { error: { code: 'INVALID', field: 'display_name' } })
  t.equal((await ann.json('/session')).statusCode, 401)
})

t.test('a wrong login says the same whoever it is, and keeps the name but not the password', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const one = visitor()
  await one.get('/login')
  const wrong = await one.post('/login', { username: 'ann', password: 'a wrong guess' })
  const nobody = await one.post('/login', { username: 'nobody', password: 'a wrong guess' })
  const odd = await one.post('/login', { username: 'x'.repeat(3_000), password: 'a wrong guess' })
  for (const answer of [wrong, nobody, odd]) {
    t.equal(answer.statusCode, 401)
    t.match(answer.body, 'The username or the password is not right')
    t.notMatch(answer.body, 'a wrong guess')
  }
  t.match(wrong.body, 'value="ann"')
})

t.test('by invitation, and closed', async (t) => {
  const invited = await front(t, { signup: 'invite' })
  invited.owners.accounts.mode = 'invite'
  const ann = invited.visitor()
  t.match((await ann.get('/signup?invite=a+good+invite')).body, 'value="a good invite"')
  const refused = await ann.post('/signup', { ...fields, invite: 'a bad one' })
  t.equal(refused.statusCode, 403)
  t.match(refused.body, 'This invitation is not good')
  t.equal((await ann.post('/signup', { ...fields, invite: 'a good invite' })).statusCode, 303)

  const closed = await front(t, { signup: 'closed' })
  const bob = closed.visitor()
  const page = await bob.get('/signup')
  t.equal(page.statusCode, 403)
  t.match(page.body, 'Sign-up is closed')
  t.equal((await bob.post('/signup', fields)).statusCode, 403)
  t.equal(closed.owners.accounts.answers.asked.get('signUp'), undefined)
  t.notMatch((await bob.get('/login')).body, 'Create an account')
})

t.test('guessing is bounded per account, whoever asks, and per address, whomever it is about', async (t) => {
  const { app, clock, owners, add } = await front(t, { loginRate: 2, trustProxy: '127.0.0.1' })
  add('ann')
  add('bob')
  const { cookies } = await app.inject('/login')
  const jar = Object.fromEntries(cookies.map(({ name, value }) => [name, value]))
  const logIn = (username: string, from: string) =>
    app.inject({
      method: 'POST',
      url: '/login',
      cookies: jar,
      headers: { accept: 'text/html', 'x-forwarded-for': from, 'x-csrftoken': jar.csrftoken ?? '' },
      payload: { username, password: 'a guess' },
    })
  const statuses = async (names: string[], from: (i: number) => string): Promise<number[]> => {
    const answers = []
    for (const [i, name] of names.entries()) answers.push((await logIn(name, from(i))).statusCode)
    return answers
  }

  const sameAccount = await statuses(['ann', 'Ann', ' ann'], (i) => `203.0.113.${i}`)
  t.strictSame(sameAccount, [401, 401, 429])
  const refused = await logIn('ann', '203.0.113.9')
  t.equal(refused.headers['retry-after'], '30')
  t.equal((await logIn('bob', '203.0.113.9')).statusCode, 401, 'others are not hindered')
  const names = Array.from({ length: 13 }, (_, i) => `person_${i}`)
  const sameAddress = await statuses(names, (i) => `2001:db8:1:2::${i}`)
  t.strictSame(sameAddress, [...Array.from({ length: 12 }, () => 401), 429])
  t.equal((await logIn('carl', '2001:db8:1:3::1')).statusCode, 401)
  const asked = owners.accounts.answers.asked.get('logIn')
  await logIn('ann', '203.0.113.10')
  t.equal(owners.accounts.answers.asked.get('logIn'), asked, 'what is refused costs no hashing')
  clock.move(30_000)
  t.equal((await logIn('ann', '203.0.113.9')).statusCode, 401)
})

t.test('accounts are made at a bounded rate from one address', async (t) => {
  const { visitor } = await front(t, { loginRate: 1 })
  const statuses: number[] = []
  for (let i = 0; i < 4; i += 1) {
    const one = visitor()
    await one.get('/signup')
    statuses.push((await one.post('/signup', { ...fields, username: `person_${i}` })).statusCode)
  }
  t.strictSame(statuses, [303, 303, 303, 429])
})
