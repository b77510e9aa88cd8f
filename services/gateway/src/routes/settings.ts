import type { FastifyInstance } from 'fastify'
import type { RouteParts } from './pages.ts'
import { queryText } from './query.ts'
import { settingsBlocked } from './settings-blocked.ts'
import { settingsDelete } from './settings-delete.ts'
import { settingsName } from './settings-name.ts'
import { doneThings, showSettings } from './settings-page.ts'
import { settingsPassword } from './settings-password.ts'
import { settingsPresence } from './settings-presence.ts'
import { settingsSessions } from './settings-sessions.ts'
import { settingsStatus } from './settings-status.ts'

/** `/settings/`: what one can change of one's own account. */
export function settings(app: FastifyInstance, parts: RouteParts): void {
  app.get('/settings/', { preValidation: app.requireViewer }, async (request, reply) => {
    const done = doneThings.find((one) => one === queryText(request, 'done'))
    return await showSettings(app, parts, request, reply, { done })
  })
  settingsName(app, parts)
  settingsStatus(app, parts)
  settingsPresence(app, parts)
  settingsPassword(app, parts)
  settingsSessions(app, parts)
  settingsBlocked(app, parts)
  settingsDelete(app, parts)
}
