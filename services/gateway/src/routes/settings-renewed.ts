import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import type { Identity } from '../sessions/session-checks.ts'
import { sessionCookie } from '../sessions/sessions.ts'
import type { Done } from './settings-form.ts'

/**
 * Goes on in a new session after all others have ended. Where that cannot be had, what was asked for is done all the same:
 * then a page leads to the login, which says so (`otherwise`).
 */
export async function goOnRenewed(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { renewed, otherwise }: { renewed: Identity; otherwise: 'password-changed' | 'ended' },
): Promise<Done> {
  try {
    await app.sessionDesk.renew(request, renewed)
    // The old token was good for the old session.
    reply.csrfToken()
    return {}
  } catch (error) {
    if (audienceOf(request) === 'json') throw error
    request.log.warn({ err: error }, 'a session could not go on after all others had ended')
    reply.clearCookie(sessionCookie, { path: '/' })
    return { to: `/login?notice=${otherwise}` }
  }
}
