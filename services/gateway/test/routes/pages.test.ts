import t from 'tap'
import { front } from '../front.ts'
import { unescaped } from '../visitor.ts'

t.test('the first page leads to the first account, then to the login, then to one’s messages', async (t) => {
  const { visitor, loggedIn, add } = await front(t)
  t.equal((await visitor().get('/')).headers.location, '/signup')
  add('ann')
  t.equal((await visitor().get('/')).headers.location, '/login')
  t.equal((await (await loggedIn('ann')).get('/')).headers.location, '/messages/')
  t.match((await visitor().json('/')).json(), { error: { code: 'UNAUTHENTICATED' } }, 'scripts are not led')
})

t.test('a page without a session leads to the login and on; a script is told 401', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const pages = [
    '/messages/',
    '/messages/chat/ann/?before=7',
    '/people/?q=a',
    '/people/ann/',
    '/notifications/',
    '/settings/',
  ]
  for (const url of pages) {
    const ann = visitor()
    const refused = await ann.get(url)
    t.equal(refused.statusCode, 303, url)
    const form = await ann.get(String(refused.headers.location))
    t.match(form.body, 'Log in to see that page')
    const [, next = ''] = /name="next" value="([^"]*)"/.exec(form.body) ?? []
    const decoded = unescaped(next)
    t.equal(decoded, url)
    const login = await ann.post('/login', { username: 'ann', password: 'password of ann', next: decoded })
    t.equal(login.headers.location, url)

    const script = await visitor().json(url)
    t.equal(script.statusCode, 401)
    t.equal(script.json().error.code, 'UNAUTHENTICATED')
    const partial = await visitor().get(url, { 'hx-request': 'true' })
    t.equal(partial.statusCode, 401)
    t.notMatch(partial.body, '<html')
  }
})

t.test('after a login one goes on within this site only', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const elsewhere = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/\t/evil.example',
    '/%09/evil.example/..//evil.example',
    'javascript:alert(1)',
    'messages/',
    ' //evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/login?next=/login',
    '',
  ]
  for (const next of elsewhere) {
    const ann = visitor()
    await ann.get(`/login?next=${encodeURIComponent(next)}`)
    const login = await ann.post('/login', { username: 'ann', password: 'password of ann', next })
    const location = String(login.headers.location)
    t.equal(new URL(location, 'http://parley.test').host, 'parley.test', JSON.stringify(next))
    t.notMatch(location, /^\/[/\\]/)
    const again = await ann.get(`/login?next=${encodeURIComponent(next)}`)
    t.equal(new URL(String(again.headers.location), 'http://parley.test').host, 'parley.test')
  }
})

t.test('addresses with capitals lead to the one address, with their query; writes stay writes', async (t) => {
  const { loggedIn, add } = await front(t)
  add('ann')
  add('bob')
  const ann = await loggedIn('ann')
  for (const path of ['/people', '/messages/chat', '/messages/history']) {
    const answer = await ann.get(`${path}/BoB/?limit=3&x=Y`)
    t.equal(answer.statusCode, 301)
    t.equal(answer.headers.location, `${path}/bob/?limit=3&x=Y`)
  }
  const write = await ann.send('/messages/send/BOB/', { message: 'Hello' })
  t.equal(write.statusCode, 308)
  t.equal(write.headers.location, '/messages/send/bob/')
})

t.test('nobody by that name, a malformed name, oneself', async (t) => {
  const { loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  for (const path of ['/messages/chat', '/messages/history', '/people']) {
    for (const name of ['nobody', 'a', 'no-such', 'x'.repeat(31), '%00%00%00', 'ann%2f..']) {
      t.equal((await ann.json(`${path}/${name}/`)).statusCode, 404, `${path}/${name}/`)
      t.equal((await ann.get(`${path}/${name}/`)).statusCode, 404)
    }
  }
  t.equal((await ann.send('/messages/send/nobody/', { message: 'Hello' })).statusCode, 404)
  t.equal((await ann.get('/messages/chat/ann/')).statusCode, 422)
  t.equal((await ann.json('/messages/history/ann/')).statusCode, 422)
  t.equal((await ann.send('/messages/send/ann/', { message: 'Hello' })).statusCode, 422)
  t.equal((await ann.get('/people/ann/')).statusCode, 200)
})

t.test('the directory is read in pages and searched, without the one who looks', async (t) => {
  const { loggedIn, add } = await front(t)
  add('zed', 'Zed')
  for (let i = 10; i < 85; i += 1) add(`person_${i}`, `Person ${i}`)
  const zed = await loggedIn('zed')
  const first = await zed.get('/people/')
  t.match(first.body, '/people/person_10/')
  t.notMatch(first.body, '/people/person_40/')
  t.match(unescaped(first.body), 'page=2')
  const second = await zed.get('/people/?page=2')
  t.match(second.body, '/people/person_40/')
  t.match(unescaped(second.body), 'page=3')
  const last = await zed.get('/people/?page=3')
  t.match(last.body, '/people/person_84/')
  t.notMatch(unescaped(last.body), 'page=4')
  t.notMatch(last.body, 'class="person" href="/people/zed/"')
  const found = await zed.get('/people/?q=Person+77')
  t.match(found.body, '/people/person_77/')
  t.notMatch(found.body, '/people/person_10/')
  t.equal((await zed.get('/people/?page=x')).statusCode, 422)
  t.equal((await zed.get('/people/?page=101')).statusCode, 422)

  const results = await zed.get('/people/?for=switcher&q=Person', { 'hx-request': 'true' })
  t.equal(results.body.split('role="option"').length - 1, 8)
  t.notMatch(results.body, '<html')
})

t.test('names of people are text on every page', async (t) => {
  const { loggedIn, add } = await front(t)
  const name = `<img src=x onerror=alert(1)>"'&`
  add('ann', name)
  add('bob', name)
  const [ann, bob] = [await loggedIn('ann'), await loggedIn('bob')]
  await bob.send('/messages/send/ann/', { message: '<script>alert(2)</script>' })
  const pages = [
    '/messages/',
    '/messages/chat/bob/',
    '/people/',
    '/people/bob/',
    '/notifications/',
    '/settings/',
    '/nowhere',
  ]
  for (const url of pages) {
    const { body } = await ann.get(url)
    t.notMatch(body, '<img src=x', url)
    t.notMatch(body, '<script>alert', url)
  }
})

t.test('a trailing slash may be missing', async (t) => {
  const { loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  for (const url of ['/messages', '/people', '/notifications', '/settings'])
    t.equal((await ann.get(url)).statusCode, 200)
})
