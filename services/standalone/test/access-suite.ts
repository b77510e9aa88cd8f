import { BrowserlessPerson } from '@parley/testing'
import type { Test } from 'tap'
import { type ErrorBody, type Installation, three, type UnreadBody } from './surface-people.ts'

interface Answer {
  id?: number
  error?: { code: string }
  body?: { conversations?: unknown[] }
}

/** Who gets in, and to whom: names, sessions, tokens and origins. */
export function accessSuite(t: Test, installation: Installation): void {
  const [url, second = url] = installation.urls

  t.test('oneself, nobody, and names that cannot be', async (t) => {
    const { ann } = await three(installation)
    const statuses = async (name: string) =>
      [
        (await ann.get(`/messages/chat/${name}/`)).status,
        (await ann.get(`/messages/history/${name}/`)).status,
        (await ann.post(`/messages/send/${name}/`, { message: 'x' })).status,
      ].join(' ')
    t.equal(await statuses('nobody_of_that_name'), '404 404 404')
    t.equal(await statuses('no%20name'), '404 404 404')
    t.equal(await statuses(ann.username), '422 422 422')
    await t.rejects(ann.open('/ws/chat/nobody_of_that_name/'), { message: 'refused: 404' })
    await t.rejects(ann.open(`/ws/chat/${ann.username}/`), { message: 'refused: 422' })
    const capitals = await ann.get(`/messages/chat/${ann.username.toUpperCase()}/`)
    t.match(capitals.headers.get('location'), `/messages/chat/${ann.username}/`)
  })

  t.test('without a session, a token or the right origin nothing happens', async (t) => {
    const { ann, ben } = await three(installation)
    const stranger = new BrowserlessPerson(url, 'stranger')
    t.equal((await stranger.get('/messages/unread/')).status, 401)
    t.equal((await stranger.get('/messages/unread/')).json<ErrorBody>().error.code, 'UNAUTHENTICATED')
    const page = await stranger.request(`/messages/chat/${ann.username}/`, {
      headers: { accept: 'text/html' },
    })
    t.equal(page.status, 303)
    const next = encodeURIComponent(`/messages/chat/${ann.username}/`)
    t.ok(page.headers.get('location')?.startsWith(`/login?next=${next}`))
    await t.rejects(stranger.open('/ws/notifications/'), { message: 'refused: 401' })
    await t.rejects(ann.open('/ws/notifications/', { origin: 'https://elsewhere.example' }), {
      message: 'refused: 403',
    })
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const body = JSON.stringify({ message: 'forged' })
    t.equal(
      (await ann.request(`/messages/send/${ben.username}/`, { method: 'POST', headers, body })).status,
      403,
    )
    const wrong = { ...headers, 'x-csrftoken': ben.cookieValue('csrftoken') ?? '' }
    t.equal(
      (await ann.request(`/messages/send/${ben.username}/`, { method: 'POST', headers: wrong, body })).status,
      403,
      "another session's token",
    )
    t.equal((await ben.get('/messages/unread/')).json<UnreadBody>().count, 0)
  })

  t.test('a conversation of others does not exist, whatever is asked of it', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const { conversation } = (await ann.post(`/messages/send/${ben.username}/`, { message: 'ours' })).json<{
      conversation: string
    }>()
    const socket = await eve.open('/ws/')
    let id = 0
    const ask = async (frame: object) => {
      id += 1
      const asked = id
      socket.send({ ...frame, id: asked })
      return await socket.next<Answer>((answer) => answer.id === asked)
    }
    await ask({ type: 'hello', version: 1 })
    for (const foreign of [conversation, 'd_nobody1_nobody2', `${conversation}x`]) {
      for (const frame of [
        { type: 'send', clientId: 'x', text: 'let me in' },
        { type: 'changes', after: 0 },
        { type: 'history' },
        { type: 'read', seq: 1 },
      ]) {
        const { error } = await ask({ ...frame, conversation: foreign })
        t.equal(error?.code, 'NOT_FOUND', `${frame.type} of ${foreign}`)
      }
      // Without an answer; what comes of it is seen below.
      socket.send({ type: 'delivered', conversation: foreign, seq: 1 })
    }
    const { body } = await ask({ type: 'heads' })
    t.same(body?.conversations, [])
    t.notMatch(JSON.stringify(socket.all), 'ours')
    const [message] = (await ann.get(`/messages/history/${ben.username}/`)).json<{
      messages: { content: string; is_read: boolean }[]
    }>().messages
    t.match(message, { content: 'ours', is_read: false })
    t.equal((await ben.get('/messages/unread/')).json<UnreadBody>().count, 1)
    await socket.close()
  })

  t.test('logging out ends the session and its sockets, the others stay', async (t) => {
    const { ann, ben } = await three(installation)
    const other = new BrowserlessPerson(second, ann.username)
    await other.form('/login', { username: ann.username, password: ann.password })
    const [mine, chat, theirs] = await Promise.all([
      ann.open('/ws/notifications/'),
      ann.open(`/ws/chat/${ben.username}/`),
      other.open('/ws/notifications/'),
    ])
    const cookie = ann.cookie
    t.equal((await ann.form('/logout', {})).status, 303)
    t.ok((await mine.closed) >= 4500)
    t.ok((await chat.closed) >= 4500)
    const replay = await fetch(`${url}/messages/unread/`, { headers: { cookie, accept: 'application/json' } })
    t.equal(replay.status, 401, 'the old cookie opens nothing')
    await ben.post(`/messages/send/${ann.username}/`, { message: 'still there?' })
    t.equal((await theirs.next<UnreadBody>(({ count }) => count === 1)).count, 1)
    await theirs.close()
  })
}
