import { BrowserlessPerson, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { type ErrorBody, type Installation, three, type UnreadBody } from './surface-people.ts'

const better = 'another horse, another staple'

/** What people change of their own accounts, and what comes of it for them and for others. */
export function settingsSuite(t: Test, installation: Installation): void {
  const [url, second = url] = installation.urls

  t.test('a new name is seen by everybody, at every gateway', async (t) => {
    const { ann, ben } = await three(installation)
    await ann.post(`/messages/send/${ben.username}/`, { message: 'hello' })
    const seen = async () => (await ben.request('/messages/', { headers: { accept: 'text/html' } })).text
    t.match(await seen(), ann.username)
    const name = `Ann ${ann.username.slice(-8)} Renamed`
    const changed = await ann.post('/settings/profile/', { display_name: name })
    t.match(changed.json(), { username: ann.username, display_name: name })
    await waitFor(async () => (await seen()).includes(name), { what: 'the new name in the inbox' })
    const found = await ben.request(`/people/?q=${ann.username.slice(-8)}+renamed`, {
      headers: { accept: 'text/html' },
    })
    t.match(found.text, `/people/${ann.username}/`)
    const refused = await ann.post('/settings/profile/', { display_name: 'x'.repeat(65) })
    t.match([refused.status, refused.json<ErrorBody>().error.field], [422, 'display_name'])
  })

  t.test(
    'who hides their presence is gone for all who watch, at every gateway, and they for them',
    async (t) => {
      const { ann, ben, eve } = await three(installation)
      const elsewhere = new BrowserlessPerson(second, ben.username)
      await elsewhere.form('/login', { username: ben.username, password: ben.password })
      const [anns, bens, eves] = await Promise.all([client(ann), client(elsewhere), client(eve)])
      const ids = { ann: anns.me, ben: bens.me, eve: eves.me }
      anns.socket.send({ type: 'watch', id: 2, users: [ids.ben] })
      bens.socket.send({ type: 'watch', id: 2, users: [ids.ann] })
      eves.socket.send({ type: 'watch', id: 2, users: [ids.ann] })
      const isOnline = (user: string, online: boolean) => (frame: Watched) =>
        [frame.presence, ...(frame.body?.presence ?? [])].some(
          (one) => one?.user === user && one.online === online,
        )
      await anns.socket.next<Watched>(isOnline(ids.ben, true))
      await bens.socket.next<Watched>(isOnline(ids.ann, true))

      const [before, mine] = [bens.socket.all.length, anns.socket.all.length]
      t.same((await ann.post('/settings/presence/', { hidden: true })).json(), { hidden: true })
      await bens.socket.next<Watched>(isOnline(ids.ann, false), before)
      await anns.socket.next<Watched>(isOnline(ids.ben, false), mine)
      const profile = async (viewer: BrowserlessPerson, of: string) =>
        (await viewer.request(`/people/${of}/`, { headers: { accept: 'text/html' } })).text
      t.match(await profile(elsewhere, ann.username), 'data-state="unknown"')
      t.match(await profile(ann, eve.username), 'data-state="unknown"')
      t.match(await profile(elsewhere, eve.username), 'data-state="online"', 'nobody else is gone')

      t.same((await ann.post('/settings/presence/', { hidden: false })).json(), { hidden: false })
      await waitFor(async () => (await profile(elsewhere, ann.username)).includes('data-state="online"'), {
        what: 'ann to be there again',
      })
      for (const { socket } of [anns, bens, eves]) await socket.close()
    },
  )

  t.test(
    'a status is seen and heard of by others at every gateway, and ends when it is taken away',
    async (t) => {
      const { ann, eve } = await three(installation)
      const elsewhere = new BrowserlessPerson(second, eve.username)
      await elsewhere.form('/login', { username: eve.username, password: eve.password })
      const [anns, eves] = [await client(ann), await client(elsewhere)]
      eves.socket.send({ type: 'watch', id: 2, users: [anns.me] })
      await eves.socket.next<Watched>(({ id }) => id === 2)
      const set = await ann.post('/settings/status/', { emoji: '🌴', status: 'By the <sea>', until: '1h' })
      t.match(set.json(), { emoji: '🌴', status: 'By the <sea>', until: String })
      const { person } = await eves.socket.next<Watched>(({ type }) => type === 'person')
      t.match(person, { id: anns.me, status: { emoji: '🌴', text: 'By the <sea>', until: Number } })
      const profile = async () =>
        (await elsewhere.request(`/people/${ann.username}/`, { headers: { accept: 'text/html' } })).text
      t.match(await profile(), 'By the &#60;sea&#62;')
      const refused = await ann.post('/settings/status/', { emoji: 'x', status: '' })
      t.match([refused.status, refused.json<ErrorBody>().error.field], [422, 'emoji'])
      t.match((await ann.post('/settings/status/', { clear: 'true' })).json(), { emoji: '', until: null })
      await eves.socket.next<Watched>(({ type, person }) => type === 'person' && person?.status === undefined)
      t.notMatch(await profile(), 'By the')
      for (const { socket } of [anns, eves]) await socket.close()
    },
  )

  t.test('a new password ends all other sessions at once, and none of anybody else', async (t) => {
    const { ann, eve } = await three(installation)
    const other = new BrowserlessPerson(second, ann.username)
    await other.form('/login', { username: ann.username, password: ann.password })
    const [mine, theirs, outsider] = await Promise.all([
      ann.open('/ws/notifications/'),
      other.open('/ws/notifications/'),
      eve.open('/ws/notifications/'),
    ])
    const { cookie } = ann
    const change = { current_password: ann.password, password: better }
    const wrong = await ann.post('/settings/password/', { ...change, current_password: better })
    t.match([wrong.status, wrong.json<ErrorBody>().error.field], [403, 'current_password'])
    t.equal((await other.get('/session')).status, 204)
    t.equal((await ann.post('/settings/password/', change)).status, 204)
    t.equal(await theirs.closed, 4_500, 'told to stop')
    t.equal(await mine.closed, 4_500, 'its session has another id now')
    t.equal((await other.get('/session')).status, 401)
    t.equal(
      (await fetch(`${url}/session`, { headers: { cookie } })).status,
      401,
      'the old cookie opens nothing',
    )
    t.equal((await ann.get('/session')).status, 204)
    const again = await logIn(url, ann.username, better)
    t.equal((await again.get('/session')).status, 204)
    t.equal((await logIn(second, ann.username, ann.password)).cookieValue('parley_session'), undefined)
    await eve.post(`/messages/send/${ann.username}/`, { message: 'still there?' })
    t.equal((await again.get('/messages/unread/')).json<UnreadBody>().count, 1)
    t.equal(outsider.socket.readyState, outsider.socket.OPEN)
    await outsider.close()
  })

  t.test('the session in which the password is changed goes on', async (t) => {
    const { ann, ben } = await three(installation)
    t.equal(
      (await ann.post('/settings/password/', { current_password: ann.password, password: better })).status,
      204,
    )
    t.equal((await ann.post(`/messages/send/${ben.username}/`, { message: 'I am' })).status, 200)
    t.equal((await ben.get('/messages/unread/')).json<UnreadBody>().count, 1)
    const socket = await ann.open('/ws/notifications/')
    await socket.close()
  })

  t.test('sessions are listed, and each can be ended from another; an outsider ends none', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const other = await logIn(second, ann.username, ann.password)
    const session = await digestOf(other)
    t.same(
      (await sessionsOf(ann)).map(({ current, device }) => [current, device]),
      [
        [true, 'node'],
        [false, 'node'],
      ],
      'what fetch says of itself',
    )
    for (const { begun_at, used_at } of await sessionsOf(ann))
      t.ok(begun_at !== null && begun_at <= used_at && Date.now() - Date.parse(begun_at) < 600_000)
    t.equal((await sessionsOf(eve)).length, 1)
    const [theirs, mine, outsider] = await Promise.all([
      other.open('/ws/'),
      ann.open('/ws/notifications/'),
      eve.open('/ws/notifications/'),
    ])
    t.equal((await eve.post('/settings/sessions/end/', { session })).status, 404)
    t.equal((await other.get('/session')).status, 204)
    t.equal((await ann.post('/settings/sessions/end/', { session })).status, 204)
    t.equal(await theirs.closed, 4_500, 'told to stop')
    t.equal((await other.get('/session')).status, 401)
    t.equal((await sessionsOf(ann)).length, 1)
    await ben.post(`/messages/send/${ann.username}/`, { message: 'still there?' })
    await mine.next<UnreadBody>(({ count }) => count === 1)
    t.equal(outsider.socket.readyState, outsider.socket.OPEN)
    await Promise.all([mine.close(), outsider.close()])

    const [one, two] = [
      await logIn(url, ann.username, ann.password),
      await logIn(second, ann.username, ann.password),
    ]
    const socket = await two.open('/ws/')
    t.equal((await sessionsOf(ann)).length, 3)
    t.equal((await ann.post('/settings/sessions/end-others/', {})).status, 204)
    t.equal(await socket.closed, 4_500)
    for (const ended of [one, two]) t.equal((await ended.get('/session')).status, 401)
    t.match(await sessionsOf(ann), [{ current: true }])
    t.equal((await sessionsOf(ann)).length, 1)
    t.equal((await eve.get('/session')).status, 204)
  })
}

interface Watched {
  type?: string
  person?: { id: string; status?: object }
  id?: number
  body?: { me?: { id: string }; presence?: { user: string; online: boolean }[] }
  presence?: { user: string; online: boolean }
}

/** A socket of `/ws/`, greeted, and the id of its person. */
async function client(person: BrowserlessPerson) {
  const socket = await person.open('/ws/')
  socket.send({ type: 'hello', id: 1, version: 1 })
  const { body } = await socket.next<Watched>(({ id }) => id === 1)
  return { socket, me: body?.me?.id ?? '' }
}

interface Listed {
  session: string
  device: string
  begun_at: string | null
  used_at: string
  current: boolean
}

async function sessionsOf(person: BrowserlessPerson): Promise<Listed[]> {
  return (await person.get('/settings/sessions/')).json<{ sessions: Listed[] }>().sessions
}

async function digestOf(person: BrowserlessPerson): Promise<string> {
  return (await sessionsOf(person)).find(({ current }) => current)?.session ?? ''
}

async function logIn(url: string, username: string, password: string): Promise<BrowserlessPerson> {
  const person = new BrowserlessPerson(url, username)
  await person.form('/login', { username, password })
  return person
}
