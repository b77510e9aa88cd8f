import { accounts } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { profilePage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { lowerCaseUsername, personOf } from './username-param.ts'

export function profile(app: FastifyInstance, parts: RouteParts): void {
  const options = { onRequest: lowerCaseUsername, preValidation: app.requireViewer }
  app.get('/people/:username/', options, async (request, reply) => {
    const viewer = viewerOf(request)
    const { username } = await personOf(app, request)
    const context = { actor: null, requestId: request.id }
    const [person, blocked, bell] = await Promise.all([
      app.call(accounts.person, { username }, context),
      app.blocks.blockedBy(viewer.person.id, request.id).catch(() => new Set<string>()),
      bellOf(app, viewer, request),
    ])
    const presence = (await app.presence.of(viewer.person.id, [person.id])).get(person.id)
    const { joinedAt } = person
    const view = {
      person: personView(person, presence),
      joinedAt: joinedAt === undefined ? undefined : new Date(joinedAt).toISOString(),
      isSelf: person.id === viewer.person.id,
      isBlocked: blocked.has(person.id),
    }
    return await sendPage(request, reply, parts, { render: (chrome) => profilePage(chrome, view), bell })
  })
}
