import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'

const withinMs = 20_000
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** A masked close frame without a code. */
const closeFrame = Buffer.from([0x88, 0x80, 0, 0, 0, 0])

/**
 * Opens a WebSocket by hand (RFC 6455, section 4), says goodbye and waits until the server has hung up: a client
 * library costs more than what is measured. @throws Error where the upgrade is refused
 */
export async function handshake(url: string, path: string, cookie: string): Promise<void> {
  const { hostname, port } = new URL(url)
  const key = randomBytes(16).toString('base64')
  const accept = createHash('sha1')
    .update(key + guid)
    .digest('base64')
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let head = ''
    let isOpen = false
    socket.setTimeout(withinMs, () => socket.destroy(new Error('no answer to an upgrade')))
    socket.on('connect', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nCookie: ${cookie}\r\n\r\n`,
      ),
    )
    socket.on('data', (data) => {
      if (isOpen) return
      head += data.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      isOpen = head.startsWith('HTTP/1.1 101') && head.includes(accept)
      if (isOpen) socket.write(closeFrame)
      else socket.destroy(new Error(`refused: ${head.slice(0, head.indexOf('\r\n'))}`))
    })
    socket.on('error', reject)
    socket.on('close', () => (isOpen ? resolve() : reject(new Error('closed before it was open'))))
  })
}
