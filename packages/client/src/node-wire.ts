import { WebSocket } from 'ws'
import type { OpenWire } from './wire.ts'

/** Sockets by `ws`, which can send a cookie; `headers` is asked for each connection. */
export function nodeWire(url: string, headers: () => Record<string, string> = () => ({})): OpenWire {
  return (events) => {
    const socket = new WebSocket(url, { headers: headers(), perMessageDeflate: false })
    let isClosed = false
    const closed = (code: number) => {
      if (isClosed) return
      isClosed = true
      events.closed(code)
    }
    socket.on('open', () => events.opened())
    socket.on('message', (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) events.message(data.toString('utf8'))
    })
    socket.on('close', closed)
    // 'close' follows with 1006: a refused upgrade tells no more than in a browser.
    socket.on('error', () => {})
    return {
      send: (text) => socket.send(text),
      close(code) {
        // One that has not opened yet would report closing it as an error, and one that hangs would stay for 30 s.
        if (socket.readyState === WebSocket.OPEN) socket.close(code)
        else socket.terminate()
      },
    }
  }
}
