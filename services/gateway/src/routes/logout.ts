import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { sessionCookie } from '../sessions/sessions.ts'

export function logout(app: FastifyInstance): void {
  const preValidation: typeof app.requireCsrf = (request, reply, next) => {
    // Whose session has ended already is where they wanted to be.
    if (request.viewer) app.requireCsrf(request, reply, next)
    else next()
  }
  app.post('/logout', { preValidation }, async (request, reply) => {
    await app.sessionDesk.end(request)
    reply.clearCookie(sessionCookie, { path: '/' })
    reply.csrfToken()
    if (audienceOf(request) === 'json') return await reply.code(204).send()
    return await reply.redirect('/login?notice=logged-out', 303)
  })
}
