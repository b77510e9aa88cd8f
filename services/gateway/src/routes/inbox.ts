import type { FastifyInstance, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { Addressee } from '../views/chat-address.ts'
import { conversationList, inboxPage, notificationsPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { chromeOf } from './chrome.ts'
import { conversationViews } from './conversation-views.ts'
import { isGroupId } from './group-param.ts'
import { type RouteParts, sendHtml, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'

export function inbox(app: FastifyInstance, parts: RouteParts): void {
  app.get('/messages/', { preValidation: app.requireViewer }, async (request, reply) => {
    const viewer = viewerOf(request)
    const current = currentOf(request)
    const archived = queryText(request, 'archived') === '1'
    const before = queryNumber(request, 'before', { minimum: 1 })
    const wanted = { requestId: request.id, now: parts.clock(), archived, before }
    const place = { current, archived, olderThan: before }
    if (audienceOf(request) === 'partial') {
      const list = await conversationViews(app, viewer, wanted)
      const chrome = chromeOf(request, reply, parts)
      return await sendHtml(reply, conversationList(chrome, { ...list, ...place }))
    }
    const [list, bell] = await Promise.all([
      conversationViews(app, viewer, wanted),
      bellOf(app, viewer, request),
    ])
    const view = { ...list, ...place }
    return await sendPage(request, reply, parts, { render: (chrome) => inboxPage(chrome, view), bell })
  })

  app.get('/notifications/', { preValidation: app.requireViewer }, async (request, reply) => {
    const bell = await bellOf(app, viewerOf(request), request)
    return await sendPage(request, reply, parts, { render: notificationsPage, bell })
  })
}

/** Whose chat is open beside the list. */
function currentOf(request: FastifyRequest): Addressee | undefined {
  const username = queryText(request, 'current') ?? ''
  const group = queryText(request, 'group') ?? ''
  if (/^[a-z0-9_]{3,30}$/.test(username)) return { username }
  return isGroupId(group) ? { group } : undefined
}
