import { directConversation, messages, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { messageBody } from '../rendering/message-body.ts'
import { pinnedView } from '../rendering/pinned-view.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { pinnedBar, pinnedPage } from '../views/index.ts'
import type { PinnedView } from '../views/model.ts'
import { bellOf } from './bell.ts'
import { chromeOf } from './chrome.ts'
import { personView } from './conversation-views.ts'
import { isRead } from './history.ts'
import { type RouteParts, sendHtml, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { lowerCaseUsername, peerOf } from './username-param.ts'

/**
 * `GET /messages/pinned/<username>/`: what is pinned in a conversation, the last pinned first; for scripts the messages. With
 * `for=bar` the bar above the chat.
 */
export function pinned(app: FastifyInstance, parts: RouteParts): void {
  const options = {
    config: { answers: 'either' as const },
    onRequest: lowerCaseUsername,
    preValidation: app.requireViewer,
  }
  app.get('/messages/pinned/:username/', options, async (request, reply) => {
    const viewer = viewerOf(request)
    const peer = await peerOf(app, request, viewer)
    if (queryText(request, 'for') === 'bar') {
      const view = await pinnedOf(app, { viewer, peer, requestId: request.id })
      return await sendHtml(reply, pinnedBar(chromeOf(request, reply, parts), view))
    }
    if (audienceOf(request) === 'json') return { messages: await bodies(request, peer) }
    const [view, bell] = await Promise.all([
      pinnedOf(app, { viewer, peer, requestId: request.id }),
      bellOf(app, viewer, request),
    ])
    const page = { ...view, peer: personView(peer) }
    return await sendPage(request, reply, parts, { render: (chrome) => pinnedPage(chrome, page), bell })
  })

  async function bodies(request: FastifyRequest, peer: Person) {
    const { person } = viewerOf(request)
    const conversation = directConversation(person.id, peer.id)
    const context = { actor: person.id, requestId: request.id }
    const [found, { pointers }] = await Promise.all([
      app.call(messages.pinned, { conversation }, context),
      app.call(messages.conversation, { conversation }, context),
    ])
    return found.messages.map((entry) => ({
      ...messageBody(entry, [person, peer]),
      is_read: isRead(entry, pointers),
    }))
  }
}

/** What is pinned in the conversation of two people. @throws UNAVAILABLE */
export async function pinnedOf(
  app: FastifyInstance,
  { viewer, peer, requestId }: { viewer: Viewer; peer: Person; requestId: string },
): Promise<PinnedView> {
  const actor = viewer.person.id
  const conversation = directConversation(actor, peer.id)
  const found = await app.call(messages.pinned, { conversation }, { actor, requestId })
  const people = new Map([viewer.person, peer].map((person) => [person.id, person]))
  return pinnedView(found.messages, { viewer: actor, people }, peer.username)
}
