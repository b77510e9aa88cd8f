import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { front } from '../front.ts'

t.test('pages are bound to this site, and kept by nobody', async (t) => {
  const { visitor } = await front(t)
  const { headers } = await visitor().get('/login', { host: 'chat.lan:8000' })
  const policy = String(headers['content-security-policy'])
  t.match(policy, "default-src 'self'")
  t.match(policy, "frame-ancestors 'none'")
  t.match(policy, "connect-src 'self' ws://chat.lan:8000 wss://chat.lan:8000")
  t.notMatch(policy, 'upgrade-insecure-requests')
  t.notMatch(policy, 'unsafe')
  t.equal(headers['x-content-type-options'], 'nosniff')
  t.equal(headers['cache-control'], 'no-store')
  t.equal(headers['strict-transport-security'], undefined)
  const odd = await visitor().get('/login', { host: "x; script-src 'unsafe-inline'" })
  t.notMatch(String(odd.headers['content-security-policy']), 'unsafe-inline')
})

t.test('over https every cookie is Secure, whatever the proxy says', async (t) => {
  const { visitor, add } = await front(t, { origin: 'https://chat.example.org' })
  add('ann')
  const ann = visitor()
  const page = await ann.get('/login')
  t.match(String(page.headers['content-security-policy']), 'wss://chat.example.org')
  t.ok(page.headers['strict-transport-security'])
  const login = await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.equal(login.statusCode, 303)
  const cookies = [...page.cookies, ...login.cookies]
  t.strictSame([...new Set(cookies.map(({ name }) => name))].toSorted(), [
    'csrftoken',
    'parley_csrf',
    'parley_session',
  ])
  t.ok(cookies.every(({ secure }) => secure))
  const session = login.cookies.find(({ name }) => name === 'parley_session')
  t.ok(session?.httpOnly)
  t.equal(session?.sameSite, 'Lax')
  t.equal((await ann.json('/session')).statusCode, 204)
})

t.test('without https cookies work as well', async (t) => {
  const { visitor, add } = await front(t)
  add('ann')
  const ann = visitor()
  await ann.get('/login')
  const login = await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.notOk(login.cookies.find(({ name }) => name === 'parley_session')?.secure)
})

t.test('a proxy is believed where it is named', async (t) => {
  const { app } = await front(t, { trustProxy: '127.0.0.1, 10.0.0.0/8' })
  const forwarded = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }
  const url = '/login'
  const believed = await app.inject({ url, headers: forwarded, remoteAddress: '10.1.2.3' })
  t.ok(believed.cookies.every(({ secure }) => secure))
  const stranger = await app.inject({ url, headers: forwarded, remoteAddress: '198.51.100.9' })
  t.notOk(stranger.cookies.some(({ secure }) => secure))
})

t.test('what has its content in its name is kept for ever, compressed where that is taken', async (t) => {
  const dir = t.testdir()
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'app-0123456789.css'), 'body { color: red }')
  writeFileSync(join(dir, 'app-0123456789.css.gz'), gzipSync('body { color: red }'))
  writeFileSync(join(dir, 'build-record.json'), '{}')
  const { app } = await front(t, { assets: { url: (name) => `/assets/${name}`, dir } })
  const plain = await app.inject('/assets/app-0123456789.css')
  t.equal(plain.body, 'body { color: red }')
  t.match(String(plain.headers['cache-control']), 'immutable')
  t.match(String(plain.headers['content-type']), 'text/css')
  t.equal(plain.headers['set-cookie'], undefined)
  const packed = await app.inject({
    url: '/assets/app-0123456789.css',
    headers: { 'accept-encoding': 'gzip' },
  })
  t.equal(packed.headers['content-encoding'], 'gzip')
  for (const hidden of ['build-record.json', '..%2f..%2fpackage.json', 'app-0123456789.css.gz'])
    t.equal((await app.inject(`/assets/${hidden}`)).statusCode, 404, hidden)
})
