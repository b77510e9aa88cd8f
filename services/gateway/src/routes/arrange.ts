import { messages, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, sentence } from '../errors/known-error.ts'
import { ownBody, ownView } from '../rendering/own-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import { arrangements, type ArrangeAction, isArrangeAction } from '../views/arrangements.ts'
import { chatUrl } from '../views/chat-address.ts'
import { arrangePage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { fieldsOf } from './bodies.ts'
import { type Addressed, addressKinds } from './conversation-address.ts'
import { partyView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'

/** Where somebody came from, and goes back to. */
const places = ['list', 'archived', 'chat'] as const
type Place = (typeof places)[number]

/**
 * How a conversation is arranged for oneself: `GET /messages/arrange/<username>/` and `/messages/group/<id>/arrange/` are
 * pages of buttons, `POST` does what one of them says. For scripts how it is arranged then; forms lead back to where one was.
 */
export function arrange(app: FastifyInstance, parts: RouteParts): void {
  const reading = { preValidation: app.requireViewer }
  const writing = {
    config: { answers: 'either' as const },
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  for (const { action: pathOf, onRequest, find: named } of addressKinds) {
    app.get(pathOf('arrange'), { ...reading, onRequest }, async (request, reply) => {
      const addressed = await named(app, request)
      return await page(request, reply, { addressed, from: placeOf(queryText(request, 'from')) })
    })
    app.post(pathOf('arrange'), { ...writing, onRequest }, async (request, reply) => {
      return await arranged(request, reply, await named(app, request))
    })
  }

  async function arranged(request: FastifyRequest, reply: FastifyReply, addressed: Addressed) {
    const { action, from: place } = fieldsOf(request.body)
    const from = placeOf(place)
    const isForm = audienceOf(request) !== 'json'
    if (!isArrangeAction(action))
      throw new ParleyError('INVALID', `action must be one of ${Object.keys(arrangements).join(', ')}`, {
        field: 'action',
      })
    try {
      await act(request, addressed, action)
    } catch (error) {
      const known = knownError(error)
      if (!isForm || known.code !== 'CONFLICT') throw error
      return await page(request, reply, { addressed, from, error: known })
    }
    // To look at it again would be to read it.
    if (isForm) return await reply.redirect(urlOf(action === 'mark-unread' ? 'list' : from, addressed), 303)
    return ownBody(await find(request, addressed), parts.clock())
  }

  async function act(request: FastifyRequest, addressed: Addressed, action: ArrangeAction): Promise<void> {
    const { conversation, context } = asked(request, addressed)
    if (action !== 'mark-read') {
      await app.call(messages.arrange, { conversation, ...arrangements[action] }, context)
      return
    }
    // With what is unread a mark ends too.
    const { head } = await find(request, addressed)
    await app.call(messages.markRead, { conversation, seq: head.seq }, context)
  }

  async function find(request: FastifyRequest, addressed: Addressed) {
    const { conversation, context } = asked(request, addressed)
    const found = await app.call(messages.conversation, { conversation }, context)
    if (found.head.seq === 0) throw new ParleyError('NOT_FOUND')
    return { ...found, viewer: viewerOf(request).person.id }
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    { addressed, from, error }: { addressed: Addressed; from: Place; error?: ParleyError },
  ) {
    const viewer = viewerOf(request)
    const [found, blocked, bell] = await Promise.all([
      find(request, addressed),
      app.blocks.blockedBy(viewer.person.id, request.id),
      bellOf(app, viewer, request),
    ])
    const view = {
      peer: partyView(addressed, found.group),
      own: ownView(found, parts.clock()),
      unread: found.unread,
      isBlocked: blocked.has(addressed.peer?.id ?? ''),
      from,
      backUrl: urlOf(from, addressed),
      ...(error ? { problem: sentence(error.message) } : {}),
    }
    const render = (chrome: Parameters<typeof arrangePage>[0]) => arrangePage(chrome, view)
    return await sendPage(request, reply, parts, { render, bell, ...(error ? { status: error.status } : {}) })
  }
}

function asked(request: FastifyRequest, { conversation }: Addressed) {
  const context = { actor: viewerOf(request).person.id, requestId: request.id }
  return { conversation, context }
}

function placeOf(given: unknown): Place {
  return places.find((place) => place === given) ?? 'list'
}

function urlOf(place: Place, { to }: Addressed): string {
  if (place === 'chat') return chatUrl(to)
  return place === 'archived' ? '/messages/?archived=1' : '/messages/'
}
