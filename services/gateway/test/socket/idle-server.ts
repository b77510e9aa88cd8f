import websocket from '@fastify/websocket'
import { memoryBus } from '@parley/bus'
import Fastify, { type FastifyInstance } from 'fastify'
import { memoryPresence } from '../../src/presence/memory-presence.ts'
import { doors } from './doors.ts'

// A process of its own, run with --expose-gc: tells its parent its port, and what it holds whenever it is asked.

/** A socket that answers, and nothing else. */
async function bare(): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(websocket)
  app.get('/ws/', { websocket: true }, (ws) => {
    ws.on('message', () => ws.send('{"type":"answer","id":1,"body":{}}'))
  })
  return app
}

/** The gateway's, for one person each, with owners who cost nothing. */
async function ours(): Promise<FastifyInstance> {
  const people = Array.from({ length: 2_000 }, (_, i) => ({
    id: `u${i}`,
    username: `user${i}`,
    displayName: `User ${i}`,
  }))
  const app = await doors({ bus: memoryBus(), presence: memoryPresence(), people })
  app.checkViewer = async (viewer) => viewer
  app.call = async (operation, _input, { actor }) => {
    const answers: Record<string, unknown> = {
      heads: { conversations: [] },
      unread: { user: actor, count: 0, messages: [] },
    }
    return answers[operation.name] as never
  }
  return app
}

async function held(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const app = await (process.argv[2] === 'bare' ? bare() : ours())
const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.on('message', () => void held().then((bytes) => process.send?.({ bytes })))
process.send?.({ address: address.replace('http:', 'ws:') })
