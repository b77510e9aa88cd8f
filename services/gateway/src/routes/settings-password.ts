import { accounts, isSoundText } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { Identity } from '../sessions/session-checks.ts'
import { sessionCookie } from '../sessions/sessions.ts'
import { textField } from './bodies.ts'
import type { RouteParts } from './pages.ts'
import { type Done, settingsForm } from './settings-form.ts'

/** `POST /settings/password/`: another password. All sessions end but this one, which goes on under a new id. */
export function settingsPassword(app: FastifyInstance, parts: RouteParts): void {
  settingsForm(app, parts, {
    path: '/settings/password/',
    done: 'password',
    async run(request, reply, fields) {
      const { person, epoch } = viewerOf(request)
      const typed = textField(fields, 'current_password')
      const password = textField(fields, 'password')
      // The same bounds as a login: what is typed here is a guess as good as there.
      await parts.limits.logIn(person.username, request.ip)
      // What nobody can have as a password needs no hashing, and the same answer.
      const current = isSoundText(typed, 1_000) ? typed : ''
      const context = { actor: person.id, requestId: request.id }
      const input = { epoch, current, password }
      const identity = await app.call(accounts.changePassword, input, context, { timeoutMs: 10_000 })
      return await goOn(request, reply, identity)
    },
  })

  async function goOn(request: FastifyRequest, reply: FastifyReply, identity: Identity): Promise<Done> {
    try {
      await app.sessionDesk.renew(request, identity)
      // The old token was good for the old session.
      reply.csrfToken()
      return {}
    } catch (error) {
      if (audienceOf(request) === 'json') throw error
      request.log.warn({ err: error }, 'a session could not go on after a change of password')
      reply.clearCookie(sessionCookie, { path: '/' })
      return { to: '/login?notice=password-changed' }
    }
  }
}
