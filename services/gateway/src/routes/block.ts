import { directConversation, messages, ParleyError, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'
import { blockPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { fieldsOf } from './bodies.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/** Where somebody came from, and goes back to. */
const places = ['chat', 'list', 'person', 'settings'] as const
type Place = (typeof places)[number]

/**
 * Blocking one person: `GET /messages/block/<username>/` says what it means, `POST` does it, and `POST
 * /messages/unblock/<username>/` takes it back.
 */
export function block(app: FastifyInstance, parts: RouteParts): void {
  const reading = { onRequest: lowerCaseUsername, preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: [app.requireViewer, app.requireCsrf],
  }

  app.get('/messages/block/:username/', reading, async (request, reply) => {
    const viewer = viewerOf(request)
    const peer = await peerOf(app, request, viewer)
    const [blocked, bell] = await Promise.all([
      app.blocks.blockedBy(viewer.person.id, request.id),
      bellOf(app, viewer, request),
    ])
    const from = placeOf(queryText(request, 'from'))
    const view = {
      peer: personView(peer),
      isBlocked: blocked.has(peer.id),
      from,
      backUrl: urlOf(from, peer),
    }
    return await sendPage(request, reply, parts, { render: (chrome) => blockPage(chrome, view), bell })
  })

  for (const action of ['block', 'unblock'] as const)
    app.post(`/messages/${action}/:username/`, writing, async (request, reply) => {
      const { person } = viewerOf(request)
      const peer = await peerOf(app, request, viewerOf(request))
      await change(request, action, peer)
      // What comes next is shown as it is now, whether the event is here by then or not.
      app.blocks.forget({ conversation: directConversation(person.id, peer.id), user: person.id })
      if (audienceOf(request) === 'json') return { username: peer.username, blocked: action === 'block' }
      const from = placeOf(fieldsOf(request.body)['from'])
      return await reply.redirect(urlOf(from, peer, action), 303)
    })

  async function change(request: FastifyRequest, action: 'block' | 'unblock', peer: Person): Promise<void> {
    const context = { actor: viewerOf(request).person.id, requestId: request.id }
    try {
      const operation = action === 'block' ? messages.block : messages.unblock
      await app.call(operation, { user: peer.id }, context)
    } catch (error) {
      const isFull = error instanceof ParleyError && error.code === 'CONFLICT'
      // The page of an input that cannot be used says why.
      if (!isFull || audienceOf(request) === 'json') throw error
      throw new ParleyError('INVALID', error.message, { cause: error })
    }
  }
}

function placeOf(given: unknown): Place {
  return places.find((place) => place === given) ?? 'chat'
}

function urlOf(place: Place, { username }: Person, done?: 'block' | 'unblock'): string {
  switch (place) {
    case 'chat':
      return `/messages/chat/${username}/`
    case 'list':
      return '/messages/'
    case 'person':
      return `/people/${username}/`
    case 'settings':
      return `/settings/blocked/${done === 'unblock' ? '?done=unblock' : ''}`
  }
}
