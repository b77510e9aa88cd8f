import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import { memoryBus } from '@parley/bus'
import { ParleyError } from '@parley/contracts'
import Fastify from 'fastify'
import t from 'tap'
import { memoryPresence } from '../../src/presence/memory-presence.ts'
import { front } from '../front.ts'

t.test('what is not there: a page, a part of one, or JSON', async (t) => {
  const { visitor, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  for (const one of [visitor(), ann]) {
    for (const url of ['/nowhere', '/messages/nowhere/', '/ws/nowhere']) {
      const page = await one.get(url)
      t.equal(page.statusCode, 404, url)
      t.match(page.body, 'Page not found')
      t.match(page.body, '<html')
      const partial = await one.get(url, { 'hx-request': 'true' })
      t.equal(partial.statusCode, 404)
      t.notMatch(partial.body, '<html')
      t.match((await one.json(url)).json(), { error: { code: 'NOT_FOUND' } })
    }
  }
  t.match((await ann.get('/nowhere')).body, 'Go to your messages')
})

t.test('nothing of the inside leaks, and the request can be named', async (t) => {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const presence = memoryPresence()
  let reason: unknown
  const broken = {
    ...presence,
    of: async () => {
      throw reason
    },
  }
  const house = await front(t, { presence: broken, logger: Fastify({ logger: { stream: sink } }).log })
  house.add('ann')
  const ann = await house.loggedIn('ann')
  reason = new Error('secret inside at 10.1.2.3')
  const page = await ann.get('/people/')
  t.equal(page.statusCode, 500)
  t.match(page.body, 'Something went wrong')
  t.notMatch(page.body, 'secret inside')
  const id = /<code>([0-9a-f-]{36})<\/code>/.exec(page.body)?.[1] ?? 'none'
  t.ok(
    lines.some((line) => line.includes(id) && line.includes('secret inside')),
    'the log has both',
  )
  const script = await ann.json('/people/')
  t.match(script.json(), { error: { code: 'INTERNAL', message: 'Something went wrong on our side.' } })

  reason = new ParleyError('UNAVAILABLE', undefined, { retryAfterMs: 2_500, cause: new Error('inside') })
  const away = await ann.get('/people/')
  t.equal(away.statusCode, 503)
  t.equal(away.headers['retry-after'], '3')
  t.match(away.body, 'You can go on in 3 seconds')
  t.notMatch(away.body, 'inside at')
  const text = lines.join('')
  t.notMatch(text, 'password of ann')
  t.notMatch(text, ann.cookies.get('parley_session') ?? 'none')
})

t.test('addresses and requests that are none', async (t) => {
  const { app, visitor } = await front(t)
  for (const url of ['/%', '/people/%ff/', '/messages/chat/%E0%A4%A/']) {
    const answer = await visitor().get(url)
    t.equal(answer.statusCode, 404, url)
    t.match(answer.body, 'Page not found')
    t.match((await visitor().json(url)).json(), { error: { code: 'NOT_FOUND' } })
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const raw = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.end('NONSENSE\r\n\r\n'))
    socket.on('data', (data) => {
      text += String(data)
    })
    socket.on('close', () => resolve(text))
  })
  t.match(raw, '400')
})

t.test('health and metrics ask for no session, and tell nobody who is here', async (t) => {
  const { app, owners } = await front(t, {
    checks: {
      redis: async () => {
        throw new Error('redis at 10.1.2.3')
      },
    },
  })
  t.equal((await app.inject('/health/live')).statusCode, 200)
  const ready = await app.inject('/health/ready')
  t.equal(ready.statusCode, 503)
  t.match(ready.json().parts, { bus: 'ok', redis: /^away/ })
  t.notMatch(ready.body, '10.1.2.3')
  await app.inject('/messages/chat/ann/')
  const metrics = await app.inject('/metrics')
  const counted = 'method="GET",route="/messages/chat/:username/",status="3xx"'
  t.match(metrics.body, `parley_gateway_http_seconds_count{service="gateway",${counted}} 1`)
  t.match(metrics.body, 'parley_gateway_send_batch_messages')
  t.equal(metrics.headers['set-cookie'], undefined)
  t.ok(owners)
})

t.test("who asks while the gateway closes is answered in our words, not in the framework's", async (t) => {
  const bus = memoryBus()
  const isClosing = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const subscribe = bus.subscribe.bind(bus)
  bus.subscribe = async (...subscribing) => {
    const { close } = await subscribe(...subscribing)
    return {
      async close() {
        isClosing.resolve()
        await goOn.promise
        await close()
      },
    }
  }
  const { app } = await front(t, { bus })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const closed = app.close()
  await isClosing.promise
  const page = await fetch(`${url}/login`)
  t.equal(page.status, 200)
  t.match(await page.text(), 'Log in')
  const script = await fetch(`${url}/messages/unread/`, { headers: { accept: 'application/json' } })
  t.match(await script.json(), { error: { code: 'UNAUTHENTICATED' } })
  goOn.resolve()
  await closed
})
