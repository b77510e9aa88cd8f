import { accounts } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { textField } from './bodies.ts'
import type { RouteParts } from './pages.ts'
import { settingsForm } from './settings-form.ts'

/** `POST /settings/profile/`: the name that others see. */
export function settingsName(app: FastifyInstance, parts: RouteParts): void {
  settingsForm(app, parts, {
    path: '/settings/profile/',
    done: 'name',
    typed: (fields) => ({ displayName: textField(fields, 'display_name') }),
    async run(request, _reply, fields) {
      const { person } = viewerOf(request)
      const displayName = textField(fields, 'display_name')
      await parts.limits.change(person.id)
      const context = { actor: person.id, requestId: request.id }
      const changed = await app.call(accounts.changeName, { displayName }, context)
      // The next page has it, whether the event is here by then or not.
      app.forgetSessions(person.id, null)
      return { answer: { username: changed.username, display_name: changed.displayName } }
    },
  })
}
