import { once } from 'node:events'
import { createServer, request as ask, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { HasTeardown } from '@parley/testing'

/** A proxy before a gateway, like those in offices that let pages through and no sockets. */
export interface FrontDoor {
  url: string
  /** Ends the sockets that are open and refuses new ones, until `letSockets`. */
  refuseSockets(): void
  letSockets(): void
}

export async function frontDoor(t: HasTeardown, target: string): Promise<FrontDoor> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isRefusing = false

  const server = createServer((request, response) => {
    const { method, url: path, headers } = request
    const passed = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  server.on('upgrade', (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => client.destroy())
    if (isRefusing) {
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return
    }
    const upstream = connect(Number(port), hostname, () => {
      upstream.write(opening(request))
      upstream.write(head)
      client.pipe(upstream).pipe(client)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    refuseSockets() {
      isRefusing = true
      for (const socket of sockets) socket.destroy()
    },
    letSockets() {
      isRefusing = false
    },
  }
}

function opening({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1] ?? ''}`] : []))
  return [`${method ?? 'GET'} ${url ?? '/'} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}
