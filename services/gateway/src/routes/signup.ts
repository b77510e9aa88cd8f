import { accounts, type InputOf, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import type { SignupView } from '../views/model.ts'
import { signupPage } from '../views/index.ts'
import { accountErrors, inFormNames } from './account-errors.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { goOn } from './go-on.ts'
import { nextPath } from './next-path.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { signupProblems } from './signup-problems.ts'

export function signup(app: FastifyInstance, parts: RouteParts): void {
  const mode = parts.signup

  app.get('/signup', async (request, reply) => {
    const next = nextPath(queryText(request, 'next'))
    if (request.viewer) return await reply.redirect(next || '/messages/', 303)
    const invite = queryText(request, 'invite') ?? ''
    const view = { mode, username: '', displayName: '', invite, next, errors: {} }
    return await show(request, reply, view, mode === 'closed' ? 403 : 200)
  })

  app.post('/signup', { preValidation: app.requireCsrf }, async (request, reply) => {
    const fields = fieldsOf(request.body)
    const typed = typedIn(fields)
    const next = nextPath(fields.next)
    try {
      if (mode === 'closed') throw new ParleyError('FORBIDDEN', 'Sign-up is closed here.')
      await parts.limits.signUp(request.ip)
      const context = { actor: null, requestId: request.id }
      const identity = await app.call(accounts.signUp, typed, context, { timeoutMs: 10_000 })
      await app.sessionDesk.begin(request, identity)
      return await goOn(request, reply, next)
    } catch (error) {
      const known = knownError(error)
      if (audienceOf(request) === 'json') throw inFormNames(known)
      if (known.status >= 500) throw error
      const seconds = retryAfterSeconds(known)
      if (seconds !== undefined) reply.header('retry-after', String(seconds))
      const { username, displayName, invite = '' } = typed
      const problems = known.code === 'INVALID' ? signupProblems(typed) : {}
      const taken = known.code === 'CONFLICT' ? { username: sentence(known.message) } : undefined
      const errors = { ...(taken ?? accountErrors(known)), ...problems }
      const view = { mode, username, displayName, invite, next, errors }
      return await show(request, reply, view, known.status)
    }
  })

  async function show(request: FastifyRequest, reply: FastifyReply, view: SignupView, status: number) {
    return await sendPage(request, reply, parts, { render: (chrome) => signupPage(chrome, view), status })
  }
}

function typedIn(fields: Fields): InputOf<typeof accounts.signUp> {
  const invite = textField(fields, 'invite')
  return {
    username: textField(fields, 'username'),
    displayName: textField(fields, 'display_name'),
    password: textField(fields, 'password'),
    ...(invite === '' ? {} : { invite }),
  }
}
