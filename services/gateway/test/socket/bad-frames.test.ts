import { ParleyError, limits } from '@parley/contracts'
import t from 'tap'
import { House } from './house.ts'
import type { Frame } from './peer.ts'

const isError = (frame: Frame) => frame.type === 'error' || 'error' in frame

/** What is no frame at all, and what it is called. */
const broken: [string, string | Buffer, string][] = [
  ['broken JSON', '{"type":', 'INVALID'],
  ['an array', '[1]', 'INVALID'],
  ['a number', '5', 'INVALID'],
  ['null', 'null', 'INVALID'],
  ['nothing', '', 'INVALID'],
  ['bytes', Buffer.from('{}'), 'INVALID'],
  ['over the limit', JSON.stringify({ message: 'x'.repeat(limits.frameBytes) }), 'TOO_LARGE'],
]

/** Texts that are none, as JSON. */
const texts: [string, string][] = [
  ['empty', '""'],
  ['only white space', '" \\n\\t\\u00a0"'],
  ['only what is invisible', '"\\u200b\\u2060"'],
  ['5,001 characters', JSON.stringify('x'.repeat(limits.messageCharacters + 1))],
  ['NUL', '"a\\u0000b"'],
  ['an unpaired surrogate', '"a\\ud83d"'],
  ['a number', '5'],
  ['an object', '{"toString":"x"}'],
  ['null', 'null'],
]

t.test('/ws/: what is wrong is said, the socket stays', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const conversation = house.annAndBob
  let seen = ann.frames.length
  const nextError = async (what: string) => {
    const frame = await ann.next((one) => ann.frames.indexOf(one) >= seen && isError(one), what)
    seen = ann.frames.length
    return frame
  }
  for (const [what, frame, code] of broken) {
    ann.send(frame)
    t.match(await nextError(what), { type: 'error', error: { code } }, what)
  }
  for (const [what, text] of texts) {
    ann.send(`{"type":"send","id":7,"conversation":"${conversation}","clientId":"c","text":${text}}`)
    t.match(await nextError(what), { id: 7, error: { code: 'INVALID', field: 'text' } }, what)
  }
  const wrong: [object, string | undefined][] = [
    [{ id: 1 }, 'type'],
    [{ type: 5, id: 1 }, 'type'],
    [{ type: 'send', id: 1, conversation, clientId: 'no spaces', text: 'x' }, 'clientId'],
    [{ type: 'send', id: 1, conversation: 'D.*', clientId: 'c', text: 'x' }, 'conversation'],
    [{ type: 'send', id: 1, conversation, text: 'x' }, 'clientId'],
    [{ type: 'changes', id: 1, conversation, after: -1 }, 'after'],
    [{ type: 'changes', id: 1, conversation, after: 0, limit: 201 }, 'limit'],
    [{ type: 'history', id: 1, conversation, before: '5' }, 'before'],
    [{ type: 'watch', id: 1, users: Array.from({ length: 201 }, () => house.bob.id) }, 'users'],
    [{ type: 'delivered', conversation }, 'seq'],
    [{ type: 'hello', id: 1, version: 1 }, undefined],
  ]
  for (const [frame, field] of wrong) {
    ann.send(frame)
    const error = (await nextError(JSON.stringify(frame)))['error']
    t.match(error, { code: 'INVALID', ...(field ? { field } : {}) }, JSON.stringify(frame))
  }
  ann.send({ type: 'of a later version', id: 99 })
  ann.send({ type: 'toString', id: 98 })
  const { entry } = await ann.ask('send', { conversation, clientId: 'c', text: 'still here', unknown: 'key' })
  t.equal(entry.text, 'still here')
  t.notOk(
    ann.frames.some(({ id }) => id === 99 || id === 98),
    'unknown types are ignored',
  )
})

t.test('/ws/: a hello comes first, once, in a version that is spoken here', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const early = await gateway.open('ann', '/ws/')
  t.match(await early.attempt('heads'), { type: 'error', error: { code: 'INVALID' } })
  t.match(await early.ask('ping'), { serverTime: Number })
  await early.ask('hello', { version: 1 })
  const late = await gateway.open('ann', '/ws/')
  t.match(await late.attempt('hello', { version: 2 }), { error: { code: 'INVALID', field: 'version' } })
  t.equal((await late.end()).code, 4501, 'it need not come again')
})

t.test('/ws/: a hello that cannot be answered closes with "reconnect"', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/')
  await house.owners.messages.answers.close()
  t.match(await ann.attempt('hello', { version: 1 }), { error: { code: 'UNAVAILABLE' } })
  t.equal((await ann.end()).code, 4002)
})

t.test('what the protocol of sockets forbids ends that socket, and no other', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const bob = await gateway.client('bob')
  for (const path of ['/ws/', '/ws/chat/bob/', '/ws/notifications/']) {
    const utf8 = await gateway.open('ann', path)
    // A whole masked text frame that is not UTF-8, past what a client would let through.
    utf8.ws.send(Buffer.from([0xff, 0xfe]), { binary: false })
    t.equal((await utf8.end('the end of broken UTF-8')).code, 1007)
    const large = await gateway.open('ann', path)
    large.send('x'.repeat(limits.frameBytes * 4 + 1))
    t.equal((await large.end('the end of what is far too large')).code, 1009)
  }
  await bob.ask('ping')
})

t.test('/ws/chat/: what is wrong is said, the socket stays', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/chat/bob/')
  for (const [what, frame, code] of broken) {
    ann.frames.length = 0
    ann.send(frame)
    t.match(await ann.next(isError, what), { error: { code } }, what)
  }
  for (const [what, text] of texts) {
    ann.frames.length = 0
    ann.send(`{"message":${text},"client_id":"c"}`)
    t.match(
      await ann.next(isError, what),
      { error: { code: 'INVALID', field: 'message' }, client_id: 'c' },
      what,
    )
  }
  ann.frames.length = 0
  ann.send({})
  t.match(await ann.next(isError, 'nothing'), { error: { code: 'INVALID', field: 'message' } })
  ann.frames.length = 0
  ann.send({ message: 'x', client_id: 'no spaces' })
  t.match(await ann.next(isError, 'a client id'), { error: { code: 'INVALID', field: 'client_id' } })
  ann.frames.length = 0
  ann.send({ message: 'still here', colour: 'blue' })
  t.match(await ann.next(() => true, 'the message'), { content: 'still here' })
})

t.test('/ws/notifications/: takes nothing, and says what was no frame', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.open('ann', '/ws/notifications/')
  await ann.next(({ count }) => count === 0, 'the first body')
  ann.send({ message: 'hello?' })
  ann.send('{')
  t.match(await ann.next(isError, 'the error'), { error: { code: 'INVALID' } })
  t.equal(ann.frames.length, 2)
})

t.test('too fast: RATE_LIMITED says when to try again', async (t) => {
  const house = await House.open(t)
  const takeSend = async () => {
    throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs: 700 })
  }
  const gateway = await house.gateway({ takeSend })
  const ann = await gateway.client('ann')
  const refused = await ann.attempt('send', { conversation: house.annAndBob, clientId: 'c', text: 'x' })
  t.match(refused, { error: { code: 'RATE_LIMITED', retryAfterMs: 700 } })
  const plain = await gateway.open('ann', '/ws/chat/bob/')
  plain.send({ message: 'x', client_id: 'c' })
  t.match(await plain.next(isError, 'the refusal'), {
    error: { code: 'RATE_LIMITED', retryAfterMs: 700 },
    client_id: 'c',
  })
})

t.test('a send that fails is said to have failed, loudly, and a retry is one message', async (t) => {
  const house = await House.open(t)
  const gateway = await house.gateway()
  const ann = await gateway.client('ann')
  const plain = await gateway.open('ann', '/ws/chat/bob/')
  await house.owners.messages.answers.close()
  const message = { conversation: house.annAndBob, clientId: 'c', text: 'x' }
  t.match(await ann.attempt('send', message), { error: { code: 'UNAVAILABLE' } })
  plain.send({ message: 'y', client_id: 'd' })
  t.match(await plain.next(isError, 'the failure'), { error: { code: 'UNAVAILABLE' }, client_id: 'd' })
  await house.owners.messages.answers.open()
  const [one, other] = [await ann.ask('send', message), await ann.ask('send', message)]
  t.same(one.entry, other.entry)
  t.match(await ann.attempt('send', { ...message, text: 'another' }), { error: { code: 'CONFLICT' } })
})
