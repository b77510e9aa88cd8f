import { accounts, type InputOf, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import type { FieldErrors, SignupView } from '../views/model.ts'
import { signupPage } from '../views/index.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { goOn } from './go-on.ts'
import { tooOften } from './login.ts'
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
      if (audienceOf(request) === 'json') throw withFormField(known)
      if (known.status >= 500) throw error
      const seconds = retryAfterSeconds(known)
      if (seconds !== undefined) reply.header('retry-after', String(seconds))
      const { username, displayName, invite = '' } = typed
      const problems = known.code === 'INVALID' ? signupProblems(typed) : {}
      const errors = { ...errorsOf(known), ...problems }
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

/** The form's name of an input of accounts. */
function formField(
  field: string | undefined,
): 'username' | 'display_name' | 'password' | 'invite' | undefined {
  switch (field) {
    case 'displayName':
    case 'display_name':
      return 'display_name'
    case 'username':
    case 'password':
    case 'invite':
      return field
    case undefined:
    default:
      return undefined
  }
}

function withFormField(error: ParleyError): ParleyError {
  const field = formField(error.field)
  if (field === undefined || field === error.field) return error
  const message = error.message.replace('displayName', field)
  return new ParleyError(error.code, message, { field, cause: error })
}

function errorsOf(error: ParleyError): FieldErrors {
  if (error.code === 'RATE_LIMITED') return { form: tooOften(retryAfterSeconds(error) ?? 60) }
  const field = formField(error.field) ?? (error.code === 'CONFLICT' ? 'username' : 'form')
  const names = {
    username: 'The username',
    display_name: 'The name',
    password: 'The password',
    invite: 'The invite',
    form: '',
  }
  // What the contract itself refuses is said in its own terms.
  const words = error.message.replace(/^(username|displayName|password|invite) /, `${names[field]} `)
  return { [field]: sentence(words) }
}
