import { characters } from '@parley/contracts'
import { BrowserlessPerson } from '@parley/testing'
import type { Test } from 'tap'
import {
  type ErrorBody,
  type Installation,
  type PublicMessage,
  three,
  type UnreadBody,
} from './surface-people.ts'

/** The public surface, end to end, as scripts know it. Each test has people of its own, and an outsider. */
export function surfaceSuite(t: Test, installation: Installation): void {
  const [url, second = url] = installation.urls

  t.test('a script that was written for the old application logs in and talks', async (t) => {
    const { ann, ben } = await three(installation)
    const script = new BrowserlessPerson(second, ann.username)
    const login = await script.form('/login', {
      username: ann.username.toUpperCase(),
      password: ann.password,
    })
    t.equal(login.status, 303)
    const sent = await script.post(`/messages/send/${ben.username}/`, { message: 'hello' })
    t.equal(sent.status, 200)
    t.match(sent.json<PublicMessage>(), {
      id: 1,
      sender: ann.username,
      recipient: ben.username,
      content: 'hello',
    })
    t.match(sent.json<PublicMessage>().created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/)
    const form = await script.form(`/messages/send/${ben.username}/`, {
      message: 'by form',
      client_id: 'form-1',
    })
    t.equal(form.status, 303, 'a form goes back to the chat')
    t.match(form.headers.get('location'), `/messages/chat/${ben.username}/`)
    const history = (await ben.get(`/messages/history/${ann.username}/`)).json<{
      messages: PublicMessage[]
      before: number | null
    }>()
    t.same(
      history.messages.map(({ id, content }) => [id, content]),
      [
        [1, 'hello'],
        [2, 'by form'],
      ],
    )
    t.equal(history.before, null)
  })

  t.test('history pages, limits, peeking and reading', async (t) => {
    const { ann, ben, eve } = await three(installation)
    for (let n = 1; n <= 5; n += 1) {
      t.equal(
        (await ann.post(`/messages/send/${ben.username}/`, { message: `m${n}`, client_id: `c${n}` })).status,
        200,
      )
    }
    const page = async (query: string) =>
      (await ben.get(`/messages/history/${ann.username}/?peek=1&${query}`)).json<{
        messages: PublicMessage[]
        before: number | null
      }>()
    t.same(
      (await page('limit=2')).messages.map(({ id }) => id),
      [4, 5],
    )
    t.equal((await page('limit=2')).before, 4)
    t.same(
      (await page('limit=2&before=4')).messages.map(({ id }) => id),
      [2, 3],
    )
    t.same(
      (await page('limit=2&after=1')).messages.map(({ id }) => id),
      [2, 3],
    )
    t.equal((await page('before=2')).before, null)
    t.equal((await ben.get(`/messages/history/${ann.username}/?limit=0`)).status, 422)
    t.equal((await ben.get(`/messages/history/${ann.username}/?before=x`)).status, 422)

    t.equal((await ben.get('/messages/unread/')).json<UnreadBody>().count, 5, 'peeking reads nothing')
    t.same(
      (await page('')).messages.map(({ is_read }) => is_read),
      [false, false, false, false, false],
    )
    await ben.get(`/messages/history/${ann.username}/`)
    t.equal((await ben.get('/messages/unread/')).json<UnreadBody>().count, 0)
    const seen = (await ann.get(`/messages/history/${ben.username}/`)).json<{ messages: PublicMessage[] }>()
    t.ok(
      seen.messages.every(({ is_read }) => is_read),
      'the sender learns that it was read',
    )
    t.same(
      (await eve.get(`/messages/history/${ben.username}/`)).json<{ messages: unknown[] }>().messages,
      [],
      'an outsider has only an own, empty conversation',
    )
  })

  t.test('a client id is sent once, whatever the way; another text is a conflict', async (t) => {
    const { ann, ben } = await three(installation)
    const chat = await ann.open(`/ws/chat/${ben.username}/`)
    const body = { message: 'once', client_id: 'same' }
    const answers = await Promise.all([1, 2, 3].map(() => ann.post(`/messages/send/${ben.username}/`, body)))
    t.same(
      answers.map((answer) => [answer.status, answer.json<PublicMessage>().id]),
      [
        [200, 1],
        [200, 1],
        [200, 1],
      ],
    )
    chat.send(body)
    chat.send({ message: 'then', client_id: 'then' })
    await chat.next<PublicMessage>(({ content }) => content === 'then')
    t.equal(chat.all.filter((frame) => (frame as PublicMessage).content === 'once').length, 1)
    t.equal(
      (await ann.post(`/messages/send/${ben.username}/`, { message: 'other', client_id: 'same' })).status,
      409,
    )
    await chat.close()
  })

  t.test('chat sockets: both sides get every message, in order, an outsider none', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const a = await ann.open(`/ws/chat/${ben.username}/`)
    const b = await ben.open(`/ws/chat/${ann.username}/`)
    const e = await eve.open(`/ws/chat/${ann.username}/`)
    for (let n = 0; n < 30; n += 1) a.send({ message: `a${n}`, whatever: true })
    for (let n = 0; n < 30; n += 1) b.send({ message: `b${n}` })
    await Promise.all([a, b].map((socket) => socket.next<PublicMessage>(({ id }) => id === 60)))
    for (const socket of [a, b]) {
      const frames = socket.all as PublicMessage[]
      t.same(
        frames.map(({ id }) => id),
        Array.from({ length: 60 }, (_, i) => i + 1),
      )
      t.same(
        frames.filter(({ sender }) => sender === ann.username).map(({ content }) => content),
        Array.from({ length: 30 }, (_, i) => `a${i}`),
      )
    }
    t.same(a.all, b.all, 'the same frames on both sides')
    e.send({ message: 'me too' })
    await e.next<PublicMessage>(({ content }) => content === 'me too')
    t.equal(e.all.length, 1, 'the outsider got her own message and nothing else')
    await Promise.all([a.close(), b.close(), e.close()])
  })

  t.test('bad frames and bodies get an error that names the field, and the socket stays', async (t) => {
    const { ann, ben } = await three(installation)
    const chat = await ann.open(`/ws/chat/${ben.username}/`)
    const bad = ['', '   \n', 'x'.repeat(5_001), 'nul\0', 5, null, { a: 1 }]
    for (const message of bad) chat.send({ message })
    chat.socket.send('{"message": ')
    chat.socket.send('[]')
    chat.socket.send('{"message": "\\ud800"}')
    chat.send({ message: '😀'.repeat(5_000) })
    await chat.next<PublicMessage>(({ content }) => content?.startsWith('😀') ?? false)
    t.equal(chat.all.filter((frame) => 'error' in (frame as object)).length, bad.length + 3)
    for (const message of bad) {
      const answer = await ann.post(`/messages/send/${ben.username}/`, { message })
      t.match(
        [answer.status, answer.json<ErrorBody>().error.field],
        [422, 'message'],
        `refused: ${JSON.stringify(message).slice(0, 20)}`,
      )
    }
    t.equal((await ann.post(`/messages/send/${ben.username}/`, { message: 'x'.repeat(300_000) })).status, 413)
    await chat.close()
  })

  t.test('unread counts and previews, by question and by socket', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const bell = await ben.open('/ws/notifications/')
    const outsider = await eve.open('/ws/notifications/')
    t.same(await bell.next<UnreadBody>(() => true), { count: 0, messages: [] }, 'at once')
    await ann.post(`/messages/send/${ben.username}/`, { message: 'word '.repeat(40) })
    const told = await bell.next<UnreadBody>(({ count }) => count === 1)
    t.equal(told.messages[0]?.sender, ann.username)
    t.equal(told.messages[0]?.chat_url, `/messages/chat/${ann.username}/`)
    t.ok(characters(told.messages[0]?.content ?? '') <= 120)
    t.same((await ben.get('/messages/unread/')).json(), told, 'the same body')
    const from = bell.all.length
    await ben.get(`/messages/history/${ann.username}/`)
    t.same(
      await bell.next<UnreadBody>(({ count }) => count === 0, from),
      { count: 0, messages: [] },
      'reading clears it',
    )
    await ann.post(`/messages/send/${eve.username}/`, { message: 'for eve' })
    const first = await outsider.next<UnreadBody>(({ count }) => count > 0)
    t.equal(first.messages[0]?.content, 'for eve')
    t.ok(
      (outsider.all as UnreadBody[]).every(({ messages }) =>
        messages.every(({ content }) => content === 'for eve'),
      ),
    )
    await Promise.all([bell.close(), outsider.close()])
  })

  t.test('what is muted is in no count until it is heard again, by hand or by itself', async (t) => {
    const { ann, ben, eve } = await three(installation)
    const bell = await ben.open('/ws/notifications/')
    const counted = (count: number, from: number) =>
      bell.next<UnreadBody>((body) => body.count === count, from)
    await ann.post(`/messages/send/${ben.username}/`, { message: 'one' })
    await counted(1, 0)
    const arrange = async (action: string) => {
      const from = bell.all.length
      const answer = await ben.post(`/messages/arrange/${ann.username}/`, { action })
      t.equal(answer.status, 200, action)
      return { from, own: answer.json<{ archived: boolean; muted_until: string | null }>() }
    }
    const muted = await arrange('mute')
    t.equal(muted.own.muted_until, 'always')
    t.same(await counted(0, muted.from), { count: 0, messages: [] })
    t.ok((await arrange('archive')).own.archived)
    await ann.post(`/messages/send/${ben.username}/`, { message: 'two' })
    await eve.post(`/messages/send/${ben.username}/`, { message: 'heard' })
    t.match(await counted(1, muted.from), { messages: [{ sender: eve.username }] })
    const row = new RegExp(`id="c-${ann.username}"[^>]*data-unread="2"[^>]*data-muted`)
    t.notMatch((await ben.get('/messages/')).text, `id="c-${ann.username}"`)
    t.match((await ben.get('/messages/?archived=1')).text, row)
    t.match((await eve.post(`/messages/arrange/${ann.username}/`, { action: 'pin' })).status, 404)
    const heard = await arrange('unmute')
    await counted(3, heard.from)
    await ann.post(`/messages/send/${ben.username}/`, { message: 'three' })
    await counted(4, heard.from)
    t.match((await ben.get('/messages/')).text, `id="c-${ann.username}"`)

    const socket = await ben.open('/ws/')
    socket.send({ type: 'hello', id: 1, version: 1 })
    const { body } = await socket.next<{ id: number; body: { conversations: { conversation: string }[] } }>(
      ({ id }) => id === 1,
    )
    const from = bell.all.length
    for (const [i, { conversation }] of body.conversations.entries())
      socket.send({ type: 'arrange', id: 2 + i, conversation, mute: 1_500 })
    await counted(0, from)
    await counted(4, from)
    await Promise.all([bell.close(), socket.close()])
  })
}
