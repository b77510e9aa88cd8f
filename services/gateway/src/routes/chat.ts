import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'
import { chatPage, historyPartial } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { chatView, historyView } from './chat-view.ts'
import { chromeOf } from './chrome.ts'
import { addressKinds } from './conversation-address.ts'
import { type RouteParts, sendHtml, sendPage } from './pages.ts'
import { queryNumber } from './query.ts'

/**
 * `GET /messages/chat/<username>/` and `/messages/group/<id>/`. Answering marks nothing as read: nobody knows yet whether it
 * is shown. Scripts say so by their socket, browsers without them by loading the page's `seenUrl`.
 */
export function chat(app: FastifyInstance, parts: RouteParts): void {
  for (const { chat: path, onRequest, find } of addressKinds)
    app.get(path, { onRequest, preValidation: app.requireViewer }, async (request, reply) => {
      const viewer = viewerOf(request)
      const addressed = await find(app, request)
      const before = queryNumber(request, 'before', { minimum: 0 })
      const asked = { viewer, addressed, before, requestId: request.id, now: parts.clock() }
      if (audienceOf(request) === 'partial') {
        const view = await historyView(app, asked)
        return await sendHtml(reply, historyPartial(chromeOf(request, reply, parts), view))
      }
      const [view, bell] = await Promise.all([
        chatView(app, asked, parts.secret),
        bellOf(app, viewer, request),
      ])
      return await sendPage(request, reply, parts, { render: (chrome) => chatPage(chrome, view), bell })
    })
}
