import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import t from 'tap'
import { WebSocket } from 'ws'
import { front } from '../front.ts'

// What made other systems of this kind vulnerable, one test each; docs/security.md names those that stand elsewhere.

t.test('whatever is answered: kept by nobody, in no frame, as nothing but what it is', async (t) => {
  const { loggedIn, visitor, add } = await front(t)
  for (const name of ['ann', 'bob', 'mallory']) add(name)
  const ann = await loggedIn('ann')
  const pages = ['/messages/', '/messages/chat/bob/', '/people/', '/people/bob/', '/notifications/']
  const answers = [
    ...(await Promise.all(pages.map((url) => ann.get(url)))),
    ...(await Promise.all(
      ['/messages/history/bob/', '/messages/unread/', '/session'].map((url) => ann.json(url)),
    )),
    await ann.get('/messages/chat/nobody_here/'),
    await ann.json('/messages/history/nobody_here/'),
    await ann.send('/messages/send/bob/', '{"broken'),
    await visitor().get('/messages/'),
    await visitor().json('/messages/unread/'),
    await visitor().get('/login'),
    await visitor().get('/no/such/page'),
  ]
  for (const { raw, headers, statusCode } of answers) {
    const what = `${statusCode} ${raw.req.url}`
    t.match(headers['cache-control'], 'no-store', what)
    t.equal(headers['x-content-type-options'], 'nosniff', what)
    t.equal(headers['x-frame-options'], 'DENY', what)
    t.match(headers['content-security-policy'], "frame-ancestors 'none'", what)
  }
})

t.test('every route that writes wants a token', async (t) => {
  const { app, loggedIn, add } = await front(t)
  for (const name of ['ann', 'bob', 'mallory']) add(name)
  const ann = await loggedIn('ann')
  const routes = app.printRoutes({ commonPrefix: false }).split('\n')
  const writing = routes.filter((line) => /\((?=[^)]*(POST|PUT|PATCH|DELETE))/.test(line))
  const changing = ['edit', 'delete', 'react', 'unreact', 'pin', 'unpin', 'save', 'unsave']
  const actions = ['send', 'forward', 'arrange', 'report', ...changing]
  const managing = ['about', 'members', 'members/remove', 'members/role', 'leave', 'invites', 'invites/end']
  const writes = [
    '/login',
    '/signup',
    '/logout',
    ...actions.flatMap((what) => [`/messages/${what}/bob/`, `/messages/group/walks/${what}/`]),
    '/messages/groups/new/',
    ...managing.map((what) => `/messages/group/walks/${what}/`),
    '/join/token/',
    '/messages/block/bob/',
    '/messages/unblock/bob/',
    ...['profile', 'status', 'presence', 'password', 'sessions/end', 'sessions/end-others', 'delete'].map(
      (what) => `/settings/${what}/`,
    ),
  ]
  // Who is no administrator finds no such page.
  const hidden = ['/admin/reports/x/']
  t.equal(writing.length, writes.length + hidden.length, 'a new one belongs here, and into csrf.test.ts too')
  const bare = { 'x-csrftoken': '' }
  for (const url of writes) t.equal((await ann.send(url, { message: 'x' }, bare)).statusCode, 403, url)
  for (const url of hidden) t.equal((await ann.send(url, { message: 'x' }, bare)).statusCode, 404, url)
})

t.test('a name is no subject, no path and no header', async (t) => {
  const { visitor } = await front(t)
  for (const username of [
    'a.b',
    '*',
    'live.>',
    '>',
    '../ann',
    'ann\r\nset-cookie: x=1',
    'ann%0d%0a',
    '$gt',
    'Ann Demo',
  ]) {
    const eve = visitor()
    await eve.get('/signup')
    const answer = await eve.post('/signup', {
      username,
      display_name: 'Eve',
      password: 'a long password of eve',
    })
    t.equal(answer.statusCode, 422, username)
    t.notOk(answer.cookies.some(({ name }) => name === 'x' || name === 'parley_session'))
  }
})

t.test('what comes in a request is no line of an answer’s head', async (t) => {
  const { loggedIn, visitor, add } = await front(t)
  for (const name of ['ann', 'bob', 'mallory']) add(name)
  const ann = await loggedIn('ann')
  const line = '\r\nset-cookie: planted=1\r\n\r\n<script>alert(1)</script>'
  const answers = [
    await visitor().get(`/login?next=${encodeURIComponent(`/messages/${line}`)}`),
    await visitor().get(`/messages/?${encodeURIComponent(line)}`),
    await ann.get(`/people/?q=${encodeURIComponent(line)}`),
    await ann.get(`/messages/chat/BOB/?x=${encodeURIComponent(line)}`),
    await ann.get('/messages/', { 'x-request-id': 'planted', 'x-forwarded-for': 'planted' }),
  ]
  for (const { headers, cookies, body } of answers) {
    t.notOk(cookies.some(({ name }) => name === 'planted'))
    t.notMatch(String(headers.location ?? ''), /[\r\n]/)
    t.notMatch(body, '<script>alert(1)')
    t.notMatch(String(headers['x-request-id'] ?? ''), 'planted')
  }
})

t.test('what comes in a request is no line of the log', async (t) => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line) => void lines.push(line) })
  const { visitor } = await front(t, { logger })
  const forged = '{"level":60,"msg":"forged"}'
  await visitor().get(`/nowhere?${encodeURIComponent(`\n${forged}\n`)}`, {
    'x-request-id': `\n${forged}`,
    'user-agent': forged,
  })
  await visitor().send('/login', `{"username":"\n${forged}`)
  await visitor().json('/messages/unread/', { cookie: `parley_session=${forged}` })
  for (const line of lines) {
    t.not((JSON.parse(line) as { msg: unknown }).msg, 'forged')
    t.equal(line.trim().split('\n').length, 1)
  }
})

t.test('what is compressed is not unpacked, on no way in', async (t) => {
  const { app, loggedIn, add } = await front(t)
  for (const name of ['ann', 'bob', 'mallory']) add(name)
  const ann = await loggedIn('ann')
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '))
  t.ok(bomb.length < 100 * 1024, 'small enough to be let in')
  const answer = await ann.send('/messages/send/bob/', bomb, { 'content-encoding': 'gzip' })
  t.ok([413, 415, 422].includes(answer.statusCode), String(answer.statusCode))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/notifications/`, {
    perMessageDeflate: true,
    headers: { cookie: ann.cookie },
  })
  await once(socket, 'open')
  t.equal(socket.extensions, '', 'compression is offered in vain')
  socket.terminate()
})

t.test('a head of any size and a body that never ends are not waited for', async (t) => {
  const { app } = await front(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const status = await new Promise<number>((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', headers: { 'x-long': 'x'.repeat(64 * 1024) } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    asked.on('error', reject)
    asked.end()
  })
  t.equal(status, 431)
  t.ok(app.server.headersTimeout > 0 && app.server.headersTimeout <= 60_000)
  t.ok(app.server.requestTimeout > 0 && app.server.requestTimeout <= 60_000)
})

t.test('a session that somebody planted is not the one that is logged in', async (t) => {
  const { loggedIn, visitor, add } = await front(t)
  for (const name of ['ann', 'mallory']) add(name)
  const mallory = await loggedIn('mallory')
  const planted = mallory.cookies.get('parley_session') ?? ''
  // Rightly signed, and alive.
  const ann = visitor()
  for (const [name, value] of mallory.cookies) ann.cookies.set(name, value)
  await ann.get('/login')
  await ann.post('/login', { username: 'ann', password: 'password of ann' })
  t.not(ann.cookies.get('parley_session'), planted)
  t.equal((await ann.json('/session')).statusCode, 204)
  t.equal((await mallory.json('/session')).statusCode, 401, 'and what was planted is nobody’s')
})
