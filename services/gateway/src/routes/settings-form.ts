import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds } from '../errors/known-error.ts'
import { viewerOf } from '../sessions/gates.ts'
import type { SettingsView } from '../views/model.ts'
import { accountErrors, inFormNames } from './account-errors.ts'
import { type Fields, fieldsOf } from './bodies.ts'
import type { RouteParts } from './pages.ts'
import { type doneThings, showSettings } from './settings-page.ts'

export interface Done {
  /** The answer for scripts; without one it is 204. */
  answer?: object
  /** Where a page goes on; to the settings by default. */
  to?: string
}

export interface SettingsForm {
  path: string
  done: (typeof doneThings)[number]
  run: (request: FastifyRequest, reply: FastifyReply, fields: Fields) => Promise<Done>
  /** What stands in the page again where the form was refused. */
  typed?: (fields: Fields) => Partial<SettingsView>
}

/**
 * One form of the settings. Done, it leads back to the page, which says so; refused, it is answered with the page and
 * why.
 */
export function settingsForm(app: FastifyInstance, parts: RouteParts, form: SettingsForm): void {
  const { path, done, run, typed = () => ({}) } = form
  // Where the page of a refused form stands: so it can be loaded again, and gone on to after a login.
  app.get(path, async (_request, reply) => await reply.redirect('/settings/', 303))

  const options = { preValidation: [app.requireViewer, app.requireCsrf] }
  app.post(path, options, async (request, reply) => {
    const viewer = viewerOf(request)
    const fields = fieldsOf(request.body)
    try {
      const { answer, to = `/settings/?done=${done}` } = await run(request, reply, fields)
      if (audienceOf(request) !== 'json') return await reply.redirect(to, 303)
      return answer === undefined ? await reply.code(204).send() : await reply.send(answer)
    } catch (error) {
      const known = knownError(error)
      // Accounts knows of its end, and this gateway did not yet.
      if (known.code === 'UNAUTHENTICATED') app.forgetSessions(viewer.person.id, viewer.session)
      if (audienceOf(request) === 'json') throw inFormNames(known)
      if (known.status >= 500 || known.code === 'UNAUTHENTICATED') throw error
      const seconds = retryAfterSeconds(known)
      if (seconds !== undefined) reply.header('retry-after', String(seconds))
      const refused = { ...typed(fields), errors: accountErrors(known), status: known.status }
      return await showSettings(app, parts, request, reply, refused)
    }
  })
}
