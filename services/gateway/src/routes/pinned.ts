import { messages } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { messageBody } from '../rendering/message-body.ts'
import { pinnedView } from '../rendering/pinned-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { pinnedBar, pinnedPage } from '../views/index.ts'
import type { PinnedView } from '../views/model.ts'
import { bellOf } from './bell.ts'
import { chromeOf } from './chrome.ts'
import { type Addressed, addressKinds, peopleAround } from './conversation-address.ts'
import { partyView } from './conversation-views.ts'
import { isRead } from './history.ts'
import { type RouteParts, sendHtml, sendPage } from './pages.ts'
import { queryText } from './query.ts'

interface PinnedRequest {
  viewer: Viewer
  addressed: Addressed
  requestId: string
}

/**
 * `GET /messages/pinned/<username>/` and `/messages/group/<id>/pinned/`: what is pinned in a conversation, the last pinned first;
 * for scripts the messages. With `for=bar` the bar above the chat.
 */
export function pinned(app: FastifyInstance, parts: RouteParts): void {
  const options = { config: { answers: 'either' as const }, preValidation: app.requireViewer }
  for (const { action, onRequest, find } of addressKinds)
    app.get(action('pinned'), { ...options, onRequest }, async (request, reply) => {
      const viewer = viewerOf(request)
      const asked = { viewer, addressed: await find(app, request), requestId: request.id }
      if (queryText(request, 'for') === 'bar') {
        const view = await pinnedOf(app, asked)
        return await sendHtml(reply, pinnedBar(chromeOf(request, reply, parts), view))
      }
      if (audienceOf(request) === 'json') return { messages: await bodies(asked) }
      const [view, { group }, bell] = await Promise.all([
        pinnedOf(app, asked),
        conversationOf(asked),
        bellOf(app, viewer, request),
      ])
      const page = { ...view, peer: partyView(asked.addressed, group) }
      return await sendPage(request, reply, parts, { render: (chrome) => pinnedPage(chrome, page), bell })
    })

  async function bodies(asked: PinnedRequest) {
    const { viewer, addressed, requestId } = asked
    const { conversation } = addressed
    const context = { actor: viewer.person.id, requestId }
    const [found, { pointers }] = await Promise.all([
      app.call(messages.pinned, { conversation }, context),
      conversationOf(asked),
    ])
    const people = await peopleAround(app, asked, found.messages)
    return found.messages.flatMap((entry) => {
      const body = messageBody(entry, people)
      return body ? [{ ...body, is_read: isRead(entry, pointers) }] : []
    })
  }

  async function conversationOf({ viewer, addressed: { conversation }, requestId }: PinnedRequest) {
    return await app.call(messages.conversation, { conversation }, { actor: viewer.person.id, requestId })
  }
}

/** What is pinned in a conversation. @throws NOT_FOUND, UNAVAILABLE */
export async function pinnedOf(app: FastifyInstance, asked: PinnedRequest): Promise<PinnedView> {
  const { viewer, addressed, requestId } = asked
  const { conversation, to } = addressed
  const actor = viewer.person.id
  const found = await app.call(messages.pinned, { conversation }, { actor, requestId })
  const [people, blocked] = await Promise.all([
    peopleAround(app, asked, found.messages),
    app.blocks.blockedBy(actor, requestId),
  ])
  return pinnedView(found.messages, { viewer: actor, people, blocked }, to)
}
