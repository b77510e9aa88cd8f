import type { Person } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import type { SettingsView, StatusView } from '../views/model.ts'
import { settingsPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { statusView } from './conversation-views.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { sessionViews } from './session-views.ts'

export const doneThings = ['name', 'status', 'presence', 'password', 'session', 'sessions'] as const

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
  const [bell, sessions, hiding, people] = await Promise.all([
    bellOf(app, viewer, request),
    sessionViews(app, request, parts.clock),
    app.people.hiding([id], request.id),
    app.people.byIds([id], request.id),
  ])
  const { status, ...told } = more
  const said = statusNow(people.get(id), parts.clock())
  const own = { says: said ?? { emoji: '', text: '' }, hasStatus: said !== undefined }
  const view = { displayName, ...own, hidesPresence: hiding.has(id), errors: {}, sessions, ...told }
  return await sendPage(request, reply, parts, {
    render: (chrome) => settingsPage(chrome, view),
    bell,
    ...(status === undefined ? {} : { status }),
  })
}

/** Undefined where there is none, or its time is over. */
function statusNow(person: Person | undefined, now: number): StatusView | undefined {
  const status = person?.status
  return status === undefined || (status.until ?? now + 1) <= now ? undefined : statusView(status)
}
