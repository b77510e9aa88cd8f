import type { FastifyInstance } from 'fastify'
import { ParleyError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { passwordOf } from '../fakes/accounts.ts'
import { type Front, front } from '../front.ts'
import { socketOf } from '../socket/socket-of.ts'
import { unescaped, type Visitor } from '../visitor.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

interface Listed {
  session: string
  device: string
  begun_at: string | null
  used_at: string
  current: boolean
}

/** Somebody who logs in with a device that says this of itself. */
async function loggedInWith({ visitor }: Front, username: string, userAgent: string): Promise<Visitor> {
  const one = visitor()
  await one.get('/login')
  const fields = { username, password: passwordOf(username) }
  await one.post('/login', fields, { 'user-agent': userAgent })
  return one
}

async function sessionsOf(visitor: Visitor): Promise<Listed[]> {
  return (await visitor.json('/settings/sessions/')).json<{ sessions: Listed[] }>().sessions
}

async function digestOf(visitor: Visitor): Promise<string> {
  return (await sessionsOf(visitor)).find(({ current }) => current)?.session ?? ''
}

async function isOut(visitor: Visitor, app?: FastifyInstance): Promise<boolean> {
  return (await visitor.twin(app).json('/session')).statusCode === 401
}

t.test('one’s sessions are listed with their devices, this one first and marked', async (t) => {
  const house = await front(t)
  house.add('ann')
  house.add('eve')
  const phone = await loggedInWith(house, 'ann', iPhone)
  const ann = await loggedInWith(house, 'ann', firefox)
  await loggedInWith(house, 'ann', '<script>alert(1)</script>')
  await loggedInWith(house, 'eve', 'of-somebody-else/1.0')
  const { body } = await ann.get('/settings/')
  const page = unescaped(body.replaceAll(/<[^>]*>/g, ' '))
  t.ok(page.indexOf('Firefox on Linux') < page.indexOf('Safari on iPhone'))
  t.equal(page.split('This session').length, 2)
  t.match(page, /Logged in on\s+\d+ \w+ 20\d\d/)
  t.notMatch(body, '<script>alert')
  t.match(page, '<script>alert(1)</script>')
  t.notMatch(page, 'of-somebody-else')
  t.match(page, 'Log out everywhere else')
  t.strictSame(
    (await sessionsOf(phone)).map(({ device, current }) => [device, current]),
    [
      ['Safari on iPhone', true],
      ['Firefox on Linux', false],
      ['<script>alert(1)</script>', false],
    ],
  )
  t.equal((await ann.get('/settings/sessions/')).headers.location, '/settings/')
  t.notMatch(body, decodeURIComponent(ann.cookies.get('parley_session') ?? 'none').split('.')[0] ?? '')
})

t.test('one session is ended at once, with its sockets at every gateway, and no other', async (t) => {
  const house = await front(t)
  const { app } = house
  const other = await house.another()
  house.add('ann')
  house.add('eve')
  const [ann, phone, eve] = [
    await loggedInWith(house, 'ann', firefox),
    await loggedInWith(house, 'ann', iPhone),
    await house.loggedIn('eve'),
  ]
  const ended = [await socketOf(app, phone), await socketOf(other, phone)]
  const kept = [await socketOf(app, ann), await socketOf(other, ann), await socketOf(other, eve)]
  const session = await digestOf(phone)
  t.match((await ann.get('/settings/')).body, `value="${session}"`)
  const done = await ann.post('/settings/sessions/end/', { session })
  t.equal(done.headers.location, '/settings/?done=session')
  for (const peer of ended) t.equal((await peer.end('the end of the session', 1_000)).code, 4500)
  for (const gateway of [app, other]) t.ok(await isOut(phone, gateway))
  const page = (await ann.get('/settings/?done=session')).body
  t.match(page, 'That session is logged out.')
  t.notMatch(page, 'Safari on iPhone')
  t.notMatch(page, 'Log out everywhere else', 'there is nothing else')
  await eve.send('/messages/send/ann/', { message: 'still here?' })
  await ann.send('/messages/send/eve/', { message: 'still here' })
  for (const peer of kept) {
    await peer.next(({ count }) => count === 1, 'what is unread')
    t.equal(peer.closed, undefined)
    peer.close()
  }
  const own = await ann.post('/settings/sessions/end/', { session: await digestOf(ann) })
  t.equal(own.statusCode, 303)
  t.equal((await ann.json('/session')).statusCode, 401, 'to end this one is to log out')
})

t.test('another person’s session does not exist, nor does one that is none', async (t) => {
  const house = await front(t)
  house.add('ann')
  house.add('eve')
  const [ann, eve] = [await house.loggedIn('ann'), await house.loggedIn('eve')]
  const peer = await socketOf(house.app, ann)
  const answers = []
  for (const session of [await digestOf(ann), 'x'.repeat(43), '../../x', '']) {
    const form = await eve.post('/settings/sessions/end/', { session })
    t.equal(form.statusCode, 404)
    t.match(form.body, 'You have no such session.')
    answers.push((await eve.send('/settings/sessions/end/', { session })).json())
  }
  t.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1, 'and says the same of all')
  t.match(answers[0], { error: { code: 'NOT_FOUND' } })
  t.equal((await ann.json('/session')).statusCode, 204)
  await eve.send('/messages/send/ann/', { message: 'hello' })
  await peer.next(({ count }) => count === 1, 'what is unread')
  t.equal(peer.closed, undefined)
  peer.close()
})

t.test('all others are ended at once; this one goes on under a new id', async (t) => {
  const house = await front(t)
  const { app } = house
  const other = await house.another()
  house.add('ann')
  house.add('eve')
  const [ann, phone, eve] = [
    await loggedInWith(house, 'ann', firefox),
    await loggedInWith(house, 'ann', iPhone),
    await house.loggedIn('eve'),
  ]
  const ended = [await socketOf(app, phone), await socketOf(other, phone)]
  const thief = ann.twin(other)
  const [before] = await sessionsOf(ann)
  const done = await ann.post('/settings/sessions/end-others/', {}, { 'user-agent': firefox })
  t.equal(done.headers.location, '/settings/?done=sessions')
  for (const peer of ended) t.equal((await peer.end('the end of the session', 1_000)).code, 4500)
  for (const out of [phone, thief]) for (const gateway of [app, other]) t.ok(await isOut(out, gateway))
  t.equal((await eve.json('/session')).statusCode, 204)
  t.match((await ann.get('/settings/?done=sessions')).body, 'Everywhere else you are logged out.')
  const { session: _, used_at: _usedAt, ...same } = before ?? {}
  t.match(await sessionsOf(ann), [same], 'the same login, on the same device')
  t.equal((await sessionsOf(ann)).length, 1)
  t.equal((await ann.send('/messages/send/eve/', { message: 'still here' })).statusCode, 200)
  t.equal((await ann.send('/settings/sessions/end-others/', {})).statusCode, 204, 'a script')
  t.equal((await ann.json('/session')).statusCode, 204)
})

t.test('a session that could not be recorded is used all the same, and is recorded later', async (t) => {
  const house = await front(t)
  const { app, owners, clock } = house
  house.add('ann')
  const { call } = app
  app.call = async (operation, ...rest) => {
    if (operation.name === 'beginSession') throw new ParleyError('UNAVAILABLE')
    return await call(operation, ...rest)
  }
  const ann = await loggedInWith(house, 'ann', firefox)
  t.equal(owners.accounts.sessions.size, 0)
  t.match(await sessionsOf(ann), [{ current: true, begun_at: null }], 'who looks is there')
  clock.move(60_000)
  await ann.json('/session', { 'user-agent': firefox })
  await waitFor(() => owners.accounts.sessions.size === 1, { what: 'the session to be recorded' })
  t.match([...owners.accounts.sessions.values()], [{ device: 'Firefox on Linux' }])
})
