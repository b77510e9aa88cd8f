import { accounts, isSoundText } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { textField } from './bodies.ts'
import type { RouteParts } from './pages.ts'
import { goOnRenewed } from './settings-renewed.ts'
import { settingsForm } from './settings-form.ts'

/** `POST /settings/password/`: another password. All sessions end but this one, which goes on under a new id. */
export function settingsPassword(app: FastifyInstance, parts: RouteParts): void {
  settingsForm(app, parts, {
    path: '/settings/password/',
    done: 'password',
    async run(request, reply, fields) {
      const { person, epoch, session } = viewerOf(request)
      const typed = textField(fields, 'current_password')
      const password = textField(fields, 'password')
      // The same bounds as a login: what is typed here is a guess as good as there.
      await parts.limits.logIn(person.username, request.ip)
      // What nobody can have as a password needs no hashing, and the same answer.
      const current = isSoundText(typed, 1_000) ? typed : ''
      const context = { actor: person.id, requestId: request.id }
      const input = { epoch, session, current, password }
      const renewed = await app.call(accounts.changePassword, input, context, { timeoutMs: 10_000 })
      return await goOnRenewed(app, request, reply, { renewed, otherwise: 'password-changed' })
    },
  })
}
