import { accounts, isSoundText, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import { statusEnds } from '../views/index.ts'
import { type Fields, textField } from './bodies.ts'
import { endOfDay } from './end-of-day.ts'
import type { RouteParts } from './pages.ts'
import { settingsForm } from './settings-form.ts'

const minuteMs = 60_000

/** `POST /settings/status/`: what one says of oneself, for how long; with nothing in it, it is taken away. */
export function settingsStatus(app: FastifyInstance, parts: RouteParts): void {
  settingsForm(app, parts, {
    path: '/settings/status/',
    done: 'status',
    typed: (fields) => ({
      says: { emoji: shown(fields, 'emoji'), text: shown(fields, 'status') },
      statusEnd: shown(fields, 'until'),
    }),
    async run(request, _reply, fields) {
      const { person } = viewerOf(request)
      const clears = textField(fields, 'clear') !== ''
      const emoji = clears ? '' : textField(fields, 'emoji')
      const text = clears ? '' : textField(fields, 'status')
      const until = clears ? undefined : untilOf(fields, parts.clock())
      await parts.limits.change(person.id)
      const context = { actor: person.id, requestId: request.id }
      const input = { emoji, text, ...(until === undefined ? {} : { until }) }
      const { status } = await app.call(accounts.setStatus, input, context)
      // The next page has it, whether the event is here by then or not.
      app.people.forget(person.id)
      app.forgetSessions(person.id, null)
      const end = status?.until === undefined ? null : new Date(status.until).toISOString()
      return { answer: { emoji: status?.emoji ?? '', status: status?.text ?? '', until: end } }
    },
  })
}

/** @throws ParleyError INVALID, field `until` */
function untilOf(fields: Fields, now: number): number | undefined {
  const chosen = textField(fields, 'until') || 'never'
  const end = statusEnds.find(({ value }) => value === chosen)?.value
  switch (end) {
    case 'never':
      return undefined
    case '30m':
      return now + 30 * minuteMs
    case '1h':
      return now + 60 * minuteMs
    case 'today':
      return endOfDay(now, textField(fields, 'time_zone'))
    case '1w':
      return now + 7 * 24 * 60 * minuteMs
    case undefined:
      throw new ParleyError('INVALID', 'Choose how long the status is shown.', { field: 'until' })
  }
}

/** Stands in the page again if it can. */
function shown(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' && isSoundText(value, 1_000) ? value : ''
}
