import { accounts, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'
import { textField } from './bodies.ts'
import type { RouteParts } from './pages.ts'
import { settingsForm } from './settings-form.ts'
import { goOnRenewed } from './settings-renewed.ts'
import { sessionViews } from './session-views.ts'

/** What accounts says of a session that is not theirs. */
const nothing = () => new ParleyError('NOT_FOUND', 'You have no such session.', { field: 'session' })
const digest = /^[A-Za-z0-9_-]{20,100}$/

/** Where one is logged in: the list for scripts, the end of one session, and of all but this one. */
export function settingsSessions(app: FastifyInstance, parts: RouteParts): void {
  app.get('/settings/sessions/', { preValidation: app.requireViewer }, async (request, reply) => {
    if (audienceOf(request) !== 'json') return await reply.redirect('/settings/', 303)
    const sessions = (await sessionViews(app, request, parts.clock)).map(
      ({ session, device, begunAt, usedAt, isCurrent }) => ({
        session,
        device,
        begun_at: begunAt ?? null,
        used_at: usedAt,
        current: isCurrent,
      }),
    )
    return await reply.send({ sessions })
  })

  settingsForm(app, parts, {
    path: '/settings/sessions/end/',
    done: 'session',
    async run(request, _reply, fields) {
      const session = textField(fields, 'session')
      await parts.limits.change(viewerOf(request).person.id)
      if (!digest.test(session)) throw nothing()
      await app.sessionDesk.endAnother(request, session)
      return {}
    },
  })

  settingsForm(app, parts, {
    path: '/settings/sessions/end-others/',
    done: 'sessions',
    async run(request, reply) {
      const { person, epoch, session } = viewerOf(request)
      await parts.limits.change(person.id)
      const context = { actor: person.id, requestId: request.id }
      const renewed = await app.call(accounts.endOtherSessions, { epoch, session }, context)
      return await goOnRenewed(app, request, reply, { renewed, otherwise: 'ended' })
    },
  })
}
