import type { OpenWire } from './wire.ts'

/** Sockets by the platform's own `WebSocket`: browsers send the session cookie by themselves. */
export function browserWire(url: string): OpenWire {
  return (events) => {
    const socket = new WebSocket(url)
    socket.addEventListener('open', () => events.opened())
    socket.addEventListener('close', ({ code }) => events.closed(code))
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') events.message(data)
    })
    return {
      send: (text) => socket.send(text),
      close: (code) => socket.close(code),
    }
  }
}
