import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/**
 * The bare relay: the two sockets of one path are a pair, and what one sends goes to the other, unparsed. This is
 * what a machine can do at most with this library; it stores nothing, knows nobody and promises nothing.
 */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
const waiting = new Map<string, WebSocket>()

server.on('connection', (socket, request) => {
  const path = request.url ?? ''
  const other = waiting.get(path)
  if (!other) {
    waiting.set(path, socket)
    return
  }
  waiting.delete(path)
  socket.on('message', (data, binary) => other.send(data, { binary }))
  other.on('message', (data, binary) => socket.send(data, { binary }))
})
server.on('listening', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ port })
})
process.once('disconnect', () => process.exit(0))
