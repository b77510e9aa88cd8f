import type { FastifyInstance } from 'fastify'
import { unreadBody } from '../rendering/unread-body.ts'
import { viewerOf } from '../sessions/gates.ts'
import { unreadOf } from './bell.ts'

/** `GET /messages/unread/`: how much there is, and the newest five of it. */
export function unread(app: FastifyInstance): void {
  const options = { config: { answers: 'json' }, preValidation: app.requireViewer } as const
  app.get('/messages/unread/', options, async (request) => {
    const { unread, around } = await unreadOf(app, viewerOf(request), request.id)
    return unreadBody(unread, around)
  })
}
