import csrfProtection from '@fastify/csrf-protection'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { sessionCookie } from '../sessions/sessions.ts'
import { derivedKey } from './derived-key.ts'

const secretCookie = 'parley_csrf'
const tokenCookie = 'csrftoken'
const cookieOptions = { path: '/', sameSite: 'lax', secure: 'auto', maxAge: 365 * 24 * 3_600 } as const

/**
 * `app.requireCsrf` for `preValidation` of everything that writes, `reply.csrfToken()` for what sends it. The secret
 * is a cookie that scripts cannot read, the token one that they can; a token is good for one secret and one session.
 */
export const csrf = fp<{ secret: string }>(
  async (app: FastifyInstance, { secret }) => {
    await app.register(csrfProtection, {
      cookieKey: secretCookie,
      cookieOpts: { ...cookieOptions, httpOnly: true },
      csrfOpts: { hmacKey: derivedKey(secret, 'csrf token') },
      getUserInfo: sessionOf,
      getToken,
      logLevel: 'debug',
    })
    app.decorate('requireCsrf', (request, reply, next) => app.csrfProtection(request, reply, next))
    app.decorateReply('madeCsrfToken', null)
    app.decorateReply('csrfToken', csrfToken)

    app.addHook('onRequest', async (request, reply) => {
      // A page sets it anyway; scripts may begin with a route that answers JSON.
      const isKnown =
        request.cookies[tokenCookie] !== undefined && request.cookies[secretCookie] !== undefined
      if (request.method !== 'GET' || request.headers.upgrade !== undefined) return
      if (!isKnown || request.hadSession) reply.csrfToken()
    })
  },
  { name: 'parley-csrf', dependencies: ['parley-sessions'] },
)

/** Also sets the cookie. Made anew after the session has changed; none while nobody can tell whose it is. */
function csrfToken(this: FastifyReply): string {
  if (isUnknown(this.request)) return ''
  const userInfo = sessionOf(this.request)
  if (this.madeCsrfToken?.userInfo === userInfo) return this.madeCsrfToken.token
  const token = this.generateCsrf({ userInfo })
  this.setCookie(tokenCookie, token, { ...cookieOptions, httpOnly: false })
  this.madeCsrfToken = { userInfo, token }
  return token
}

/** It came with a session that could not be checked: a token for nobody would take the place of the right one. */
function isUnknown({ viewer, hadSession, cookies }: FastifyRequest): boolean {
  return viewer === null && !hadSession && cookies[sessionCookie] !== undefined
}

function sessionOf(request: FastifyRequest): string {
  return request.viewer?.session ?? 'nobody'
}

/** As scripts know it from Django: a header, or a field of the form by one of two names. */
function getToken(request: FastifyRequest): string {
  const header = request.headers['x-csrftoken']
  if (typeof header === 'string' && header !== '') return header
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null) return ''
  const fields = body as Record<string, unknown>
  const field = fields.csrf_token ?? fields.csrfmiddlewaretoken
  return typeof field === 'string' ? field : ''
}

declare module 'fastify' {
  interface FastifyInstance {
    /** For `preValidation` of everything that writes. */
    requireCsrf: (request: FastifyRequest, reply: FastifyReply, next: () => void) => void
  }
  interface FastifyReply {
    /** The token for forms and scripts of this answer. */
    csrfToken: () => string
    madeCsrfToken: { userInfo: string; token: string } | null
  }
}
