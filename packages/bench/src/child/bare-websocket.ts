import websocket from '@fastify/websocket'
import { fastify } from 'fastify'

/** A server of @fastify/websocket that does nothing: what a connection costs before anything of Parley. */
const app = fastify({ logger: false })
await app.register(websocket, { options: { perMessageDeflate: false } })
await app.register(async (scope) => {
  scope.get('/ws/', { websocket: true }, (socket) => {
    socket.on('message', () => undefined)
  })
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: Number(new URL(url).port) })
process.once('disconnect', () => process.exit(0))
