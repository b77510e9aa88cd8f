import { directConversation, messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import type { RouteParts } from './pages.ts'
import { queryNumber, queryText } from './query.ts'
import { isSeenProof } from './seen-proof.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/** One transparent pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** `GET /messages/seen/<username>/`: a chat page was rendered by a browser without JavaScript. */
export function seen(app: FastifyInstance, { secret }: RouteParts): void {
  const options = {
    config: { answers: 'json' },
    onRequest: lowerCaseUsername,
    preValidation: app.requireViewer,
  } as const
  app.get('/messages/seen/:username/', options, async (request, reply) => {
    const viewer = viewerOf(request)
    const peer = await peerOf(app, request, viewer)
    const conversation = directConversation(viewer.person.id, peer.id)
    const seq = queryNumber(request, 'seq', { minimum: 1 }) ?? 0
    if (!isSeenProof(secret, { viewer, conversation, seq }, queryText(request, 'proof')))
      throw new ParleyError('FORBIDDEN')
    const context = { actor: viewer.person.id, requestId: request.id }
    await app.call(messages.markRead, { conversation, seq }, context)
    return await reply.type('image/gif').send(pixel)
  })
}
