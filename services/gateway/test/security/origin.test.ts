import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { WebSocket } from 'ws'
import { front } from '../front.ts'
import type { Visitor } from '../visitor.ts'

/** Resolves with 101 where the socket opens, else with the status of the refusal. */
function statusOfSocket(app: FastifyInstance, ann: Visitor | null, origin?: string): Promise<number> {
  const { port } = app.server.address() as AddressInfo
  const headers = { ...(ann ? { cookie: ann.cookie } : {}), ...(origin === undefined ? {} : { origin }) }
  const ws = new WebSocket(`ws://127.0.0.1:${port}/ws/notifications/`, { headers })
  return new Promise((resolve) => {
    ws.on('error', () => undefined)
    ws.on('open', () => {
      ws.close()
      resolve(101)
    })
    ws.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
  })
}

t.test('a socket is for pages of this site, and for who has a session', async (t) => {
  const { app, loggedIn, add } = await front(t)
  add('ann')
  const ann = await loggedIn('ann')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  t.equal(await statusOfSocket(app, ann), 101, 'scripts have no origin')
  t.equal(await statusOfSocket(app, ann, `http://127.0.0.1:${port}`), 101)
  t.equal(
    await statusOfSocket(app, ann, `https://127.0.0.1:${port}`),
    101,
    'behind a proxy that speaks https',
  )
  t.equal(await statusOfSocket(app, ann, 'https://evil.example'), 403)
  t.equal(await statusOfSocket(app, ann, `http://127.0.0.1:${port + 1}`), 403)
  t.equal(await statusOfSocket(app, ann, 'null'), 403)
  t.equal(await statusOfSocket(app, null), 401)
  t.equal(await statusOfSocket(app, null, 'https://evil.example'), 403)
})

t.test('with an origin of its own, no other counts', async (t) => {
  const { app, loggedIn, add } = await front(t, { origin: 'https://chat.example.org' })
  add('ann')
  const ann = await loggedIn('ann')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  t.equal(await statusOfSocket(app, ann, 'https://chat.example.org'), 101)
  t.equal(await statusOfSocket(app, ann, 'http://chat.example.org'), 403)
  t.equal(await statusOfSocket(app, ann, `http://127.0.0.1:${port}`), 403)
})
