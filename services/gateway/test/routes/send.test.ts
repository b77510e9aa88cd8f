import { directConversation, limits } from '@parley/contracts'
import t from 'tap'
import { front } from '../front.ts'

const url = '/messages/send/bob/'

async function annWritesBob(t: Parameters<typeof front>[0], parts: Parameters<typeof front>[1] = {}) {
  const house = await front(t, parts)
  const [ann, bob] = [house.add('ann', 'Ann'), house.add('bob', 'Bob')]
  const browser = await house.loggedIn('ann')
  const history = async () => (await browser.json('/messages/history/bob/')).json().messages
  return { house, ann, bob, browser, history, conversation: directConversation(ann.id, bob.id) }
}

t.test('JSON: 200 with the message, and once for one client_id', async (t) => {
  const { browser, conversation, history } = await annWritesBob(t)
  const message = { message: 'Hello 👋', client_id: 'mine-1' }
  const answer = await browser.send(url, message)
  t.equal(answer.statusCode, 200)
  const body = answer.json()
  t.match(body, { id: 1, sender: 'ann', recipient: 'bob', content: 'Hello 👋', is_read: false })
  t.match(body, { client_id: 'mine-1', conversation, seq: 1, entry: { n: 1, clientId: 'mine-1' } })
  t.match(body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  t.equal((await browser.send(url, message)).json().id, 1)
  const other = await browser.send(url, { message: 'Other', client_id: 'mine-1' })
  t.equal(other.statusCode, 409)
  t.match(other.json(), { error: { code: 'CONFLICT', field: 'client_id' } })
  t.equal((await browser.send(url, { message: 'Without an id, and with keys', what: 1 })).json().id, 2)
  t.equal((await history()).length, 2)
})

t.test('forms of scripts, of either kind, are answered as JSON is', async (t) => {
  const { browser } = await annWritesBob(t)
  const plain = await browser.post(url, { message: 'a+b = c & d\r\nü' }, { accept: '*/*' })
  t.equal(plain.statusCode, 200)
  t.equal(plain.json().content, 'a+b = c & d\r\nü')
  const data = new FormData()
  data.set('csrf_token', browser.token)
  data.set('message', 'by FormData ü')
  const encoded = new Response(data)
  const answer = await browser.ask({
    method: 'POST',
    url,
    body: Buffer.from(await encoded.arrayBuffer()),
    headers: { accept: '*/*', 'content-type': encoded.headers.get('content-type') ?? '' },
  })
  t.equal(answer.statusCode, 200)
  t.equal(answer.json().content, 'by FormData ü')
})

t.test('bad input is refused, and names its field', async (t) => {
  const { browser, history } = await annWritesBob(t)
  const most = limits.messageCharacters
  const bad: Record<string, unknown> = {
    missing: undefined,
    empty: '',
    'white space': ' \n\t\u00a0\u200b',
    'too long': 'x'.repeat(most + 1),
    'too many emoji': '😀'.repeat(most + 1),
    NUL: 'a\0b',
    'an unpaired surrogate': 'a\ud800b',
    'a number': 5,
    'a list': ['Hello'],
    null: null,
  }
  for (const [what, message] of Object.entries(bad)) {
    const answer = await browser.send(url, { message })
    t.equal(answer.statusCode, 422, what)
    t.match(answer.json(), { error: { code: 'INVALID', field: 'message' } })
  }
  for (const client_id of ['', 'x'.repeat(65), 'a b', 7, 'ü'].slice(1)) {
    const answer = await browser.send(url, { message: 'Hello', client_id })
    t.match(answer.json(), { error: { code: 'INVALID', field: 'client_id' } })
  }
  const seen = await browser.send(url, { message: 'Hello', seen: 'far' })
  t.match(seen.json(), { error: { code: 'INVALID', field: 'seen' } })
  for (const body of [
    '{"message": "broken',
    '',
    'null',
    '[]',
    '"text"',
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
  ]) {
    const answer = await browser.send(url, body)
    t.equal(answer.statusCode, 422, String(body))
    t.equal(answer.json().error.code, 'INVALID')
  }
  const large = await browser.send(url, { message: 'x'.repeat(limits.bodyBytes) })
  t.equal(large.statusCode, 413)
  t.equal(large.json().error.code, 'TOO_LARGE')
  const type = { 'content-type': 'application/xml' }
  t.equal((await browser.send(url, '<a/>', type)).statusCode, 422)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  t.equal((await browser.send(url, 'message=%ff%fe', form)).statusCode, 422)
  t.strictSame(await history(), [])

  t.equal((await browser.send(url, { message: '😀'.repeat(most) })).statusCode, 200, 'as much as is allowed')
})

t.test('without JavaScript a form goes back to the chat, and sent twice it is one message', async (t) => {
  const { browser, history } = await annWritesBob(t)
  const page = await browser.get('/messages/chat/bob/')
  const [, clientId = ''] = /name="client_id" value="([^"]+)"/.exec(page.body) ?? []
  t.ok(clientId)
  const fields = { message: 'From a form', client_id: clientId, seen: '0' }
  for (let i = 0; i < 2; i += 1) {
    const answer = await browser.post(url, fields)
    t.equal(answer.statusCode, 303)
    t.equal(answer.headers.location, '/messages/chat/bob/')
  }
  t.equal((await history()).length, 1)
  t.match((await browser.get('/messages/chat/bob/')).body, 'From a form')

  // Back in the browser brings the same form back, and another text is another message.
  for (let i = 0; i < 2; i += 1)
    t.equal((await browser.post(url, { ...fields, message: 'Something else' })).statusCode, 303)
  t.equal((await history()).length, 2)
})

t.test('a refused form shows the chat with its text and why', async (t) => {
  const { browser, house, history } = await annWritesBob(t)
  await browser.send(url, { message: 'An earlier one' })
  const long = `<b>${'x'.repeat(limits.messageCharacters)}`
  const refused = await browser.post(url, { message: long, client_id: 'form-1' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'An earlier one')
  t.match(refused.body, `&#60;b&#62;${'x'.repeat(limits.messageCharacters)}`)
  t.match(refused.body, /id="composer-problem"[^>]*>[^<]*5,?000/)
  t.match(refused.body, 'name="client_id" value="form-1"')

  await house.owners.messages.answers.close()
  const away = await browser.post(url, { message: 'Keep this', client_id: 'form-2' })
  t.equal(away.statusCode, 503)
  t.match(away.body, '>Keep this</textarea>')
  t.match(away.body, 'name="client_id" value="form-2"')
  await house.owners.messages.answers.open()
  t.equal((await browser.post(url, { message: 'Keep this', client_id: 'form-2' })).statusCode, 303)
  t.equal((await history()).length, 2)
})

t.test('a form without a session leads to the login and then to the chat', async (t) => {
  const { house } = await annWritesBob(t)
  const answer = await house.visitor().post(url, { message: 'Hello' })
  t.equal(answer.statusCode, 303)
  t.match(answer.headers.location, 'next=%2Fmessages%2Fchat%2Fbob%2F')
  const script = await house.visitor().send(url, { message: 'Hello' })
  t.equal(script.statusCode, 401)
})

t.test('too fast: 429 that says when', async (t) => {
  const { browser } = await annWritesBob(t, { sendRate: 2 })
  const codes: number[] = []
  for (let i = 0; i < 6; i += 1) codes.push((await browser.send(url, { message: `${i}` })).statusCode)
  t.strictSame(codes, [200, 200, 200, 200, 429, 429])
  const script = await browser.send(url, { message: 'again' })
  t.equal(script.headers['retry-after'], '1')
  t.match(script.json(), { error: { code: 'RATE_LIMITED', retryAfterMs: 500 } })
  const form = await browser.post(url, { message: 'Typed so much' })
  t.equal(form.statusCode, 429)
  t.equal(form.headers['retry-after'], '1')
  t.match(form.body, 'Typed so much')
})

t.test('a send reads what its sender had seen, and no more', async (t) => {
  const { house, browser, ann, bob, conversation } = await annWritesBob(t)
  for (const text of ['one', 'two'])
    await house.owners.messages.write(conversation, bob.id, text, crypto.randomUUID())
  await browser.send(url, { message: 'Answer to one', seen: 1 })
  t.equal(house.owners.messages.pointer(conversation, ann.id).readSeq, 1)
})
