import { accounts } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { deviceOf } from '../sessions/device.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { SessionView } from '../views/model.ts'

/** Where who asks is logged in: this session first, then the one used last. */
export async function sessionViews(
  app: FastifyInstance,
  request: FastifyRequest,
  clock: () => number,
): Promise<SessionView[]> {
  const { person, session: current } = viewerOf(request)
  const context = { actor: person.id, requestId: request.id }
  const { sessions } = await app.call(accounts.ownSessions, {}, context)
  const here = sessions.find(({ session }) => session === current)
  const others = sessions.filter(({ session }) => session !== current)
  // It may not be recorded yet; it is used all the same, at this very moment.
  const device = here?.device || deviceOf(request.headers['user-agent'])
  const first = { ...here, session: current, device, usedAt: clock() }
  return [first, ...others].map(({ session, device, begunAt, usedAt }) => ({
    session,
    device,
    begunAt: begunAt === undefined ? undefined : new Date(begunAt).toISOString(),
    usedAt: new Date(usedAt).toISOString(),
    isCurrent: session === current,
  }))
}
