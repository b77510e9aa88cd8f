import { directConversation, messages, ParleyError, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, sentence } from '../errors/known-error.ts'
import { ownBody, ownView } from '../rendering/own-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import { arrangements, type ArrangeAction, isArrangeAction } from '../views/arrangements.ts'
import { arrangePage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { fieldsOf } from './bodies.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/** Where somebody came from, and goes back to. */
const places = ['list', 'archived', 'chat'] as const
type Place = (typeof places)[number]

/**
 * How a conversation is arranged for oneself: `GET /messages/arrange/<username>/` is a page of buttons, `POST` does what
 * one of them says. For scripts how it is arranged then; forms lead back to where one was.
 */
export function arrange(app: FastifyInstance, parts: RouteParts): void {
  const reading = { onRequest: lowerCaseUsername, preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: [app.requireViewer, app.requireCsrf],
  }

  app.get('/messages/arrange/:username/', reading, async (request, reply) => {
    const peer = await peerOf(app, request, viewerOf(request))
    return await page(request, reply, { peer, from: placeOf(queryText(request, 'from')) })
  })

  app.post('/messages/arrange/:username/', writing, async (request, reply) => {
    const peer = await peerOf(app, request, viewerOf(request))
    const { action, from: place } = fieldsOf(request.body)
    const from = placeOf(place)
    const isForm = audienceOf(request) !== 'json'
    if (!isArrangeAction(action))
      throw new ParleyError('INVALID', `action must be one of ${Object.keys(arrangements).join(', ')}`, {
        field: 'action',
      })
    try {
      await act(request, peer, action)
    } catch (error) {
      const known = knownError(error)
      if (!isForm || known.code !== 'CONFLICT') throw error
      return await page(request, reply, { peer, from, error: known })
    }
    // To look at it again would be to read it.
    if (isForm) return await reply.redirect(urlOf(action === 'mark-unread' ? 'list' : from, peer), 303)
    return ownBody(await find(request, peer), parts.clock())
  })

  async function act(request: FastifyRequest, peer: Person, action: ArrangeAction): Promise<void> {
    const { conversation, context } = asked(request, peer)
    if (action !== 'mark-read') {
      await app.call(messages.arrange, { conversation, ...arrangements[action] }, context)
      return
    }
    // With what is unread a mark ends too.
    const { head } = await find(request, peer)
    await app.call(messages.markRead, { conversation, seq: head.seq }, context)
  }

  async function find(request: FastifyRequest, peer: Person) {
    const { conversation, context } = asked(request, peer)
    const found = await app.call(messages.conversation, { conversation }, context)
    if (found.head.seq === 0) throw new ParleyError('NOT_FOUND')
    return { ...found, viewer: viewerOf(request).person.id }
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    { peer, from, error }: { peer: Person; from: Place; error?: ParleyError },
  ) {
    const viewer = viewerOf(request)
    const [found, blocked, bell] = await Promise.all([
      find(request, peer),
      app.blocks.blockedBy(viewer.person.id, request.id),
      bellOf(app, viewer, request),
    ])
    const view = {
      peer: personView(peer),
      own: ownView(found, parts.clock()),
      unread: found.unread,
      isBlocked: blocked.has(peer.id),
      from,
      backUrl: urlOf(from, peer),
      ...(error ? { problem: sentence(error.message) } : {}),
    }
    const render = (chrome: Parameters<typeof arrangePage>[0]) => arrangePage(chrome, view)
    return await sendPage(request, reply, parts, { render, bell, ...(error ? { status: error.status } : {}) })
  }
}

function asked(request: FastifyRequest, peer: Person) {
  const { person } = viewerOf(request)
  const context = { actor: person.id, requestId: request.id }
  return { conversation: directConversation(person.id, peer.id), context }
}

function placeOf(given: unknown): Place {
  return places.find((place) => place === given) ?? 'list'
}

function urlOf(place: Place, { username }: Person): string {
  if (place === 'chat') return `/messages/chat/${username}/`
  return place === 'archived' ? '/messages/?archived=1' : '/messages/'
}
