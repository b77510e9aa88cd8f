import { messages } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'
import { blockedPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'

const shown = 50

/** `GET /settings/blocked/`: whom one blocks, in pages; for scripts all of them. */
export function settingsBlocked(app: FastifyInstance, parts: RouteParts): void {
  app.get('/settings/blocked/', { preValidation: app.requireViewer }, async (request, reply) => {
    const viewer = viewerOf(request)
    const page = queryNumber(request, 'page', { minimum: 1, maximum: 1_000 }) ?? 1
    const context = { actor: viewer.person.id, requestId: request.id }
    const { blocked } = await app.call(messages.blocked, {}, context)
    const known = await app.people.byIds(
      blocked.map(({ user }) => user),
      request.id,
    )
    const all = blocked.flatMap(({ user, at }) => {
      const person = known.get(user)
      return person ? [{ person, at: new Date(at).toISOString() }] : []
    })
    if (audienceOf(request) === 'json')
      return await reply.send({
        blocked: all.map(({ person: { username, displayName }, at }) => ({
          username,
          display_name: displayName,
          blocked_at: at,
        })),
      })
    const people = all.slice((page - 1) * shown, page * shown)
    const view = {
      people: people.map(({ person, at }) => ({ person: personView(person), at })),
      previousPage: page > 1 ? page - 1 : null,
      nextPage: all.length > page * shown ? page + 1 : null,
      isDone: queryText(request, 'done') === 'unblock',
    }
    const bell = await bellOf(app, viewer, request)
    return await sendPage(request, reply, parts, { render: (chrome) => blockedPage(chrome, view), bell })
  })
}
