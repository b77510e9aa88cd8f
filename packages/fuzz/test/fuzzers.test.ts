import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BrowserlessPerson } from '@parley/testing'
import t, { type Test } from 'tap'
import { WebSocketServer } from 'ws'
import { FrameFuzzer } from '../src/frame-fuzzer.ts'
import { HttpFuzzer } from '../src/http-fuzzer.ts'
import { newReport } from '../src/report.ts'

const target = (base: string) => ({
  base,
  method: 'POST',
  path: '/things/{id}',
  inputs: [
    { name: 'id', place: 'path' as const, schema: { type: 'string' } },
    { name: 'text', place: 'body' as const, schema: { type: 'string' } },
  ],
})

async function serve(t: Test, listener?: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

t.test('a server that fails now and then is found out, one that does not is not', async (t) => {
  for (const isWeak of [true, false]) {
    const seen = new Set<string>()
    const { url } = await serve(t, (request, response) => {
      request.on('data', (chunk: Buffer) => seen.add(chunk.toString()))
      request.on('end', () => {
        const isHit = [...seen].some((text) => text.includes('$gt'))
        response.writeHead(isWeak && isHit ? 500 : 200, { connection: 'close' }).end()
      })
      request.resume()
    })
    const report = newReport(1)
    const fuzzer = new HttpFuzzer({
      targets: [target(url)],
      credentials: () => [],
      known: { id: 'x1' },
      seed: 1,
      report,
    })
    for (let i = 0; i < 300; i++) await fuzzer.once()
    t.equal(report.violations.length > 0, isWeak)
    t.ok(report.statuses.get(200))
  }
})

t.test('the same seed sends the same', async (t) => {
  const sent = async () => {
    const lines: string[] = []
    const { url } = await serve(t, (request, response) => {
      lines.push(`${request.method} ${request.url}`)
      request.resume().on('end', () => response.writeHead(200, { connection: 'close' }).end())
    })
    const parts = { targets: [target(url)], credentials: () => [], known: {}, seed: 7, report: newReport(7) }
    const fuzzer = new HttpFuzzer(parts)
    for (let i = 0; i < 50; i++) await fuzzer.once()
    return lines
  }
  t.strictSame(await sent(), await sent())
})

t.test('a socket that answers with the server’s own failure is found out', async (t) => {
  const { server, url } = await serve(t)
  const sockets = new WebSocketServer({ server })
  t.teardown(() => sockets.close())
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined)
    socket.on('message', (data) => {
      const isPing = String(data).includes('999999')
      socket.send(JSON.stringify(isPing ? { type: 'answer', id: 999_999 } : { error: { code: 'INTERNAL' } }))
    })
  })
  const [hostile, peer] = ['hostile', 'peer'].map((name) => new BrowserlessPerson(url, name))
  if (!hostile || !peer) throw new Error('two people are needed')
  const report = newReport(1)
  const ids = { hostile: 'h1', peer: 'p1' }
  const fuzzer = new FrameFuzzer(
    {
      hostile,
      peer,
      talkers: [hostile, peer],
      foreign: 'f',
      own: 'o',
      groups: { own: 'g_o', foreign: 'g_f' },
      ids,
    },
    report,
    1,
  )
  for (let i = 0; i < 5; i++) await fuzzer.once()
  t.match(report.violations[0], /INTERNAL/)
})
