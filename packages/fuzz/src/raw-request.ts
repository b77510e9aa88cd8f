import { connect } from 'node:net'

export interface RawRequest {
  method: string
  /** As it goes over the wire, whatever it is. */
  path: string
  headers: readonly (readonly [string, string])[]
  body?: Buffer | undefined
}

const withinMs = 15_000
const statusLine = /^HTTP\/1\.[01] (\d{3})/

/**
 * Sends a request as bytes, which a client library would refuse to, on a connection of its own. Resolves with the
 * status of the answer, or 0 where the other side closed without one. @throws Error where nothing happens for 15 s
 */
export async function rawRequest(url: string, request: RawRequest): Promise<number> {
  const { hostname, port, host } = new URL(url)
  const { method, path, headers, body } = request
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    'connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`content-length: ${body.length}`] : []),
  ]
  return await new Promise((resolve, reject) => {
    let came = ''
    const socket = connect(Number(port), hostname)
    socket.setTimeout(withinMs)
    socket.on('data', (chunk) => {
      if (came.length < 64) came += chunk.toString('latin1')
    })
    socket.on('timeout', () => socket.destroy(new Error('nothing came for 15 s')))
    // What is refused in its midst may be reset: what counts is the answer before it, if there was one.
    socket.on('error', (error) => {
      if (error.message.startsWith('nothing came')) reject(error)
    })
    socket.on('close', () => resolve(Number(statusLine.exec(came)?.[1] ?? 0)))
    socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'))
    // Not ended: a server takes that for a client that has gone.
    if (body) socket.write(body)
  })
}
