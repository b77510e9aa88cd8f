import { accounts } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { switchField } from './bodies.ts'
import type { RouteParts } from './pages.ts'
import { settingsForm } from './settings-form.ts'

/** `POST /settings/presence/`: whether others may know that one is there. */
export function settingsPresence(app: FastifyInstance, parts: RouteParts): void {
  settingsForm(app, parts, {
    path: '/settings/presence/',
    done: 'presence',
    async run(request, _reply, fields) {
      const { person } = viewerOf(request)
      const hidden = switchField(fields, 'hidden')
      await parts.limits.change(person.id)
      const context = { actor: person.id, requestId: request.id }
      const answer = await app.call(accounts.hidePresence, { hidden }, context)
      // Nobody here is shown more for as long as the event takes.
      app.people.forget(person.id)
      return { answer }
    },
  })
}
