import { once } from 'node:events'
import { WebSocket } from 'ws'

const withinMs = 20_000

/** A WebSocket that is open. @throws Error with the status where the upgrade is refused */
export async function openSocket(url: string, cookie = ''): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), {
    headers: cookie === '' ? {} : { cookie },
    perMessageDeflate: false,
    handshakeTimeout: withinMs,
    // What a server of this project sends need not be checked once more by whoever measures it.
    skipUTF8Validation: true,
  })
  await once(socket, 'open')
  return socket
}

export async function closeSocket(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return
  const closed = once(socket, 'close')
  socket.removeAllListeners('message')
  socket.on('error', () => undefined)
  socket.close()
  const force = setTimeout(() => socket.terminate(), 5_000)
  await closed
  clearTimeout(force)
}
