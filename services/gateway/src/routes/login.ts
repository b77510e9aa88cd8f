import { accounts, isSoundText } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { knownError, retryAfterSeconds, sentence } from '../errors/known-error.ts'
import type { LoginView } from '../views/model.ts'
import { loginPage } from '../views/index.ts'
import { fieldsOf, textField } from './bodies.ts'
import { goOn } from './go-on.ts'
import { nextPath } from './next-path.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryText } from './query.ts'
import { tooOften } from './too-often.ts'

const notices = ['deleted', 'ended', 'logged-out', 'needs-login', 'password-changed'] as const

export function login(app: FastifyInstance, parts: RouteParts): void {
  app.get('/login', async (request, reply) => {
    const next = nextPath(queryText(request, 'next'))
    if (request.viewer) return await reply.redirect(next || '/messages/', 303)
    const notice = notices.find((one) => one === queryText(request, 'notice'))
    return await show(request, reply, { username: '', next, errors: {}, notice })
  })

  app.post('/login', { preValidation: app.requireCsrf }, async (request, reply) => {
    const fields = fieldsOf(request.body)
    const username = textField(fields, 'username')
    const next = nextPath(fields.next)
    try {
      const identity = await logIn(username, textField(fields, 'password'), request)
      await app.sessionDesk.begin(request, identity)
      return await goOn(request, reply, next)
    } catch (error) {
      const known = knownError(error)
      if (audienceOf(request) === 'json' || known.status >= 500) throw error
      const seconds = retryAfterSeconds(known)
      if (seconds !== undefined) reply.header('retry-after', String(seconds))
      const form = known.code === 'RATE_LIMITED' ? tooOften(seconds ?? 60) : sentence(known.message)
      return await show(request, reply, { username, next, errors: { form } }, known.status)
    }
  })

  async function logIn(username: string, password: string, request: FastifyRequest) {
    await parts.limits.logIn(username, request.ip)
    const input = { username, password }
    // What nobody can have as a name or password needs no hashing, and the same answer.
    const isSound = isSoundText(username, 200) && isSoundText(password, 1_000)
    const asked = isSound ? input : { username: '', password: '' }
    return await app.call(
      accounts.logIn,
      asked,
      { actor: null, requestId: request.id },
      { timeoutMs: 10_000 },
    )
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    view: Omit<LoginView, 'canSignUp'>,
    status = 200,
  ) {
    const canSignUp = parts.signup !== 'closed'
    return await sendPage(request, reply, parts, {
      render: (chrome) => loginPage(chrome, { ...view, canSignUp }),
      status,
    })
  }
}
