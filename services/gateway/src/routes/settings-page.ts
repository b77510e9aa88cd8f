import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import type { SettingsView } from '../views/model.ts'
import { settingsPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { sessionViews } from './session-views.ts'

export const doneThings = ['name', 'presence', 'password', 'session', 'sessions'] as const

/** Answers with the page of settings: as things are, what was just done, or why a form was refused. */
export async function showSettings(
  app: FastifyInstance,
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  more: Partial<SettingsView> & { status?: number },
): Promise<FastifyReply> {
  const viewer = viewerOf(request)
  const { id, displayName } = viewer.person
  const [bell, sessions, hiding] = await Promise.all([
    bellOf(app, viewer, request),
    sessionViews(app, request, parts.clock),
    app.people.hiding([id], request.id),
  ])
  const { status, ...told } = more
  const view = { displayName, hidesPresence: hiding.has(id), errors: {}, sessions, ...told }
  return await sendPage(request, reply, parts, {
    render: (chrome) => settingsPage(chrome, view),
    bell,
    ...(status === undefined ? {} : { status }),
  })
}
