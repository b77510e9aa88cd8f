import { accounts, isSoundText } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds } from '../errors/known-error.ts'
import { viewerOf } from '../sessions/gates.ts'
import { sessionCookie } from '../sessions/sessions.ts'
import { deletePage } from '../views/index.ts'
import type { FieldErrors } from '../views/model.ts'
import { accountErrors, inFormNames } from './account-errors.ts'
import { bellOf } from './bell.ts'
import { fieldsOf, textField } from './bodies.ts'
import { type RouteParts, sendPage } from './pages.ts'

/** `/settings/delete/`: the end of one's account, for who knows its password. */
export function settingsDelete(app: FastifyInstance, parts: RouteParts): void {
  app.get('/settings/delete/', { preValidation: app.requireViewer }, async (request, reply) => {
    return await page(request, reply, {}, 200)
  })

  const writing = {
    config: { answers: 'either' as const },
    preValidation: [app.requireViewer, app.requireCsrf],
  }
  app.post('/settings/delete/', writing, async (request, reply) => {
    try {
      await deleteAccount(request)
    } catch (error) {
      const known = knownError(error)
      if (audienceOf(request) === 'json') throw inFormNames(known)
      if (known.status >= 500 || known.code === 'UNAUTHENTICATED') throw error
      const seconds = retryAfterSeconds(known)
      if (seconds !== undefined) reply.header('retry-after', String(seconds))
      return await page(request, reply, accountErrors(known), known.status)
    }
    await leave(request, reply)
    if (audienceOf(request) === 'json') return await reply.code(204).send()
    return await reply.redirect('/login?notice=deleted', 303)
  })

  async function deleteAccount(request: FastifyRequest): Promise<void> {
    const { person, epoch } = viewerOf(request)
    const typed = textField(fieldsOf(request.body), 'current_password')
    // The same bounds as a login: what is typed here is a guess as good as there.
    await parts.limits.logIn(person.username, request.ip)
    const current = isSoundText(typed, 1_000) ? typed : ''
    const context = { actor: person.id, requestId: request.id }
    await app.call(accounts.deleteAccount, { epoch, current }, context, { timeoutMs: 10_000 })
  }

  /** Here at once, before any event; accounts lets none of the sessions on any more. */
  async function leave(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { person, epoch } = viewerOf(request)
    app.forgetSessions(person.id, null)
    app.people.forget(person.id)
    app.hub.closeSessions(person.id, null, epoch)
    request.viewer = null
    reply.clearCookie(sessionCookie, { path: '/' })
    try {
      await request.session.destroy()
    } catch (error) {
      request.log.warn({ err: error }, 'the record of a session waits for its end')
    }
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    errors: FieldErrors,
    status: number,
  ): Promise<FastifyReply> {
    const bell = await bellOf(app, viewerOf(request), request)
    return await sendPage(request, reply, parts, {
      render: (chrome) => deletePage(chrome, { errors }),
      bell,
      status,
    })
  }
}
