import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memoryBus } from '@parley/bus'
import { messages, operation, ParleyError, readMoved } from '@parley/contracts'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { Type } from 'typebox'
import { createCall, createService, reportError, serviceCredential } from '../src/index.ts'

const secret = 'a secret of this test, long enough to be one'
const credential = { authorization: `Bearer ${serviceCredential(secret)}` }

const echo = operation({
  owner: 'messages',
  name: 'echo',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/echo/:word',
  summary: 'Answer what was asked',
  input: Type.Object(
    { word: Type.String({ maxLength: 20 }), times: Type.Optional(Type.Integer()) },
    { additionalProperties: false },
  ),
  output: Type.Object({ words: Type.Array(Type.String()), actor: Type.String() }),
  errors: ['NOT_FOUND'],
})

const write = operation({
  owner: 'messages',
  name: 'write',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/echo',
  summary: 'Take what was sent',
  input: Type.Object({ word: Type.String({ maxLength: 20 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  errors: [],
})

async function echoService(t: Test, beforeClose = async () => {}, logger = pino({ level: 'silent' })) {
  const bus = memoryBus()
  const app = await createService({ name: 'messages', bus, secret, logger })
  app.answer(write, async () => ({}))
  app.answer(echo, async ({ word, times }, { actor }) => {
    if (word === 'missing') throw new ParleyError('NOT_FOUND')
    if (word === 'broken') throw new Error('something of the inside')
    return { words: Array.from({ length: times ?? 1 }, () => word), actor }
  })
  t.teardown(async () => {
    await app.close()
    await bus.close()
  })
  app.addHook('preClose', beforeClose)
  await app.ready()
  return { app, bus }
}

t.test('one handler answers on the bus and over HTTP alike', async (t) => {
  const { app } = await echoService(t)
  const onBus = await app.call(echo, { word: 'hi', times: 2 }, { actor: 'ann', requestId: 'r1' })
  const overHttp = await app.inject({
    url: '/v1/echo/hi?times=2',
    headers: { ...credential, 'x-parley-actor': 'ann' },
  })
  t.same(onBus, { words: ['hi', 'hi'], actor: 'ann' })
  t.same(overHttp.json(), onBus)
})

t.test('neither a credential nor a person: 401', async (t) => {
  const { app } = await echoService(t)
  const headers = { 'x-parley-actor': 'ann' }
  t.equal(
    (await app.inject({ url: '/v1/echo/hi', headers })).statusCode,
    401,
    'an actor alone proves nothing',
  )
  t.equal(
    (await app.inject({ url: '/v1/echo/hi', headers: { authorization: 'Bearer guess' } })).statusCode,
    401,
  )
  t.equal(
    (await app.inject({ url: '/v1/echo/hi', headers: credential })).statusCode,
    401,
    'a person must be named',
  )
  await t.rejects(app.call(echo, { word: 'hi' }, { actor: null, requestId: 'r' }), {
    code: 'UNAUTHENTICATED',
  })
})

t.test('a stranger’s body is not read, and his request id is not taken over', async (t) => {
  const lines: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line) => void lines.push(line) })
  const { app } = await echoService(t, undefined, logger)
  t.equal(app.server.requestTimeout, 60_000)
  const asked = { method: 'POST', url: '/v1/echo', payload: '{"word"', headers: {} } as const
  const json = { 'content-type': 'application/json' }
  t.equal((await app.inject({ ...asked, headers: json })).statusCode, 401, 'a broken body is no news to him')
  t.equal((await app.inject({ ...asked, headers: { ...json, ...credential } })).statusCode, 422)
  const get = { url: '/v1/echo/missing' }
  const acting = { ...credential, 'x-parley-actor': 'ann' }
  for (const id of ['forged"}\n{"level":60', 'x'.repeat(201), ''])
    await app.inject({ ...get, headers: { ...acting, 'x-request-id': id } })
  await app.inject({ ...get, headers: { 'x-request-id': 'of-a-stranger' } })
  await app.inject({ ...get, headers: { ...acting, 'x-request-id': 'of-a-service.1' } })
  const logged = lines.join('')
  t.match(logged, '"requestId":"of-a-service.1"')
  t.notMatch(logged, /forged|xxxx|of-a-stranger/)
})

t.test('who acts is an id and nothing else, and what is no request is refused', async (t) => {
  const { app, bus } = await echoService(t)
  const hostile = [
    { $gt: '' },
    { $where: 'true' },
    ['ann'],
    7,
    true,
    '',
    'Ann',
    '__proto__',
    'a.b',
    'x'.repeat(33),
  ]
  for (const actor of hostile) {
    const request = { context: { actor, requestId: 'r' }, input: { word: 'hi' } }
    t.match(await bus.request(echo.subject, request), { error: { code: 'UNAUTHENTICATED' } })
  }
  for (const actor of ['Ann', '$gt', 'a.b', 'x'.repeat(33)]) {
    const headers = { ...credential, 'x-parley-actor': actor }
    t.equal((await app.inject({ url: '/v1/echo/hi', headers })).statusCode, 401)
  }
  for (const nothing of [null, 'hi', 7, [], {}, { context: null }, { context: {} }, { input: {} }]) {
    t.match(await bus.request(echo.subject, nothing), { error: { code: 'INVALID' } })
  }
})

t.test('errors are the same on both ways and leak nothing', async (t) => {
  const { app } = await echoService(t)
  const context = { actor: 'ann', requestId: 'r' }
  const ask = async (path: string) =>
    (await app.inject({ url: path, headers: { ...credential, 'x-parley-actor': 'ann' } })).json()
  await t.rejects(app.call(echo, { word: 'missing' }, context), { code: 'NOT_FOUND' })
  t.equal((await ask('/v1/echo/missing')).error.code, 'NOT_FOUND')
  t.notMatch(JSON.stringify(await ask('/v1/echo/broken')), /inside/)
  t.equal((await ask('/v1/echo/broken')).error.code, 'INTERNAL')
  t.match(await ask('/v1/echo/hi?times=x'), { error: { code: 'INVALID', field: 'times' } })
  t.match(await ask('/v1/echo/hi?other=1'), { error: { code: 'INVALID', field: 'other' } })
})

t.test('a call goes by HTTP where nobody answers on the bus', async (t) => {
  const { app } = await echoService(t)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const lonely = memoryBus()
  t.teardown(() => lonely.close())
  const caller = await createService({
    name: 'accounts',
    bus: lonely,
    secret,
    logger: pino({ level: 'silent' }),
    urls: { messages: url },
  })
  t.teardown(() => caller.close())
  const context = { actor: 'ann', requestId: 'r' }
  t.same(await caller.call(echo, { word: 'a/b?c', times: 1 }, context), { words: ['a/b?c'], actor: 'ann' })
  await t.rejects(caller.call(echo, { word: 'missing' }, context), { code: 'NOT_FOUND' })
  await app.close()
  await t.rejects(
    caller.call(echo, { word: 'hi' }, context),
    { code: 'UNAVAILABLE' },
    'a kept connection breaks',
  )
  const refused = { code: 'UNAVAILABLE', unclear: false }
  await t.rejects(caller.call(echo, { word: 'hi' }, context), refused, 'a refused one was surely not handled')
  const nowhere = await createService({
    name: 'accounts',
    bus: lonely,
    secret,
    logger: pino({ level: 'silent' }),
  })
  t.teardown(() => nowhere.close())
  await t.rejects(nowhere.call(messages.unread, {}, context), { code: 'UNAVAILABLE' })
})

t.test('what is asked by HTTP while a service closes is still answered', async (t) => {
  const goOn = Promise.withResolvers<void>()
  const { app } = await echoService(t, () => goOn.promise)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const bus = memoryBus()
  t.teardown(() => bus.close())
  const call = createCall({ bus, secret, urls: { messages: url } })
  const closing = app.close()
  t.same(await call(echo, { word: 'hi' }, { actor: 'ann', requestId: 'r' }), { words: ['hi'], actor: 'ann' })
  goOn.resolve()
  await closing
})

t.test('what another program answers in place of a service is that the service is away', async (t) => {
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"Service Unavailable"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const bus = memoryBus()
  t.teardown(() => bus.close())
  const { port } = server.address() as AddressInfo
  const call = createCall({ bus, secret, urls: { messages: `http://127.0.0.1:${port}` } })
  const context = { actor: 'ann', requestId: 'r' }
  await t.rejects(call(echo, { word: 'hi' }, context), { code: 'UNAVAILABLE', unclear: true })
})

t.test('events arrive checked; a misfit does not stop the others', async (t) => {
  const { app, bus } = await echoService(t)
  const seen = Promise.withResolvers<unknown>()
  await app.consumeEvent(readMoved, 'test', async (events) => {
    seen.resolve(events.map(({ data }) => data))
  })
  await bus.publishDurable(readMoved.subject, { id: 'x', nonsense: true }, 'x')
  const data = { conversation: 'd_a_b', user: 'a', readSeq: 3, readN: 3 }
  await app.publishEvent(readMoved, data, 'd_a_b:a:3')
  t.same(await seen.promise, [data])
})

t.test('health names the part that is away, metrics and OpenAPI are there', async (t) => {
  const bus = memoryBus()
  const app = await createService({
    name: 'messages',
    bus,
    secret,
    logger: pino({ level: 'silent' }),
    checks: { store: async () => Promise.reject(new TypeError('mongodb://user:password@somewhere')) },
  })
  t.teardown(async () => {
    await app.close()
    await bus.close()
  })
  app.answer(echo, async ({ word }, { actor }) => ({ words: [word], actor }))
  const ready = await app.inject('/health/ready')
  t.equal(ready.statusCode, 503)
  t.same(ready.json().parts, { bus: 'ok', store: 'away: TypeError' })
  t.equal((await app.inject('/health/live')).statusCode, 200)
  await app.inject({ url: '/v1/echo/hi', headers: { ...credential, 'x-parley-actor': 'ann' } })
  t.match((await app.inject('/metrics')).body, /parley_operation_seconds_count\{[^}]*operation="echo"/)
  const api = (await app.inject('/openapi.json')).json()
  t.match(api.paths['/v1/echo/{word}'].get, { operationId: 'echo' })
  t.equal((await app.inject('/reference/')).statusCode, 200)
})

t.test('a fault is an error in the log; a bound that any client can meet is not', async (t) => {
  const levels: unknown[] = []
  const log = pino({}, { write: (line: string) => levels.push(JSON.parse(line).level) })
  const fault = pino.levels.values.error
  reportError(new ParleyError('UNAVAILABLE', undefined, { cause: new Error('the store is away') }), log, {})
  reportError(new Error('a defect'), log, {})
  t.same(levels, [fault, fault])
  reportError(new ParleyError('UNAVAILABLE', 'An earlier message was not sent.'), log, {})
  t.same(levels, [fault, fault])
})
