import { messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { addressKinds } from './conversation-address.ts'
import type { RouteParts } from './pages.ts'
import { queryNumber, queryText } from './query.ts'
import { isSeenProof } from './seen-proof.ts'

/** One transparent pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** `GET /messages/seen/<username>/` and `/messages/group/<id>/seen/`: a chat page was rendered by a browser without JavaScript. */
export function seen(app: FastifyInstance, { secret }: RouteParts): void {
  const options = { config: { answers: 'json' }, preValidation: app.requireViewer } as const
  for (const { action, onRequest, find } of addressKinds)
    app.get(action('seen'), { ...options, onRequest }, async (request, reply) => {
      const viewer = viewerOf(request)
      const { conversation } = await find(app, request)
      const seq = queryNumber(request, 'seq', { minimum: 1 }) ?? 0
      if (!isSeenProof(secret, { viewer, conversation, seq }, queryText(request, 'proof')))
        throw new ParleyError('FORBIDDEN')
      const context = { actor: viewer.person.id, requestId: request.id }
      await app.call(messages.markRead, { conversation, seq }, context)
      return await reply.type('image/gif').send(pixel)
    })
}
