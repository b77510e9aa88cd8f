import { ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { chromeOf } from '../routes/chrome.ts'
import { loginPath } from '../routes/next-path.ts'
import type { AssetUrl } from '../views/model.ts'
import { errorPage, errorPartial } from '../views/index.ts'
import { audienceOf } from './audience.ts'
import { detailOf, knownError, retryAfterSeconds, shownStatus } from './known-error.ts'

/** Every failure in words for who meets it: JSON for scripts, a page, or a part of one for htmx. */
export const failures = fp<{ assetUrl: AssetUrl; clock: () => number }>(
  async (app: FastifyInstance, { assetUrl, clock }) => {
    app.setErrorHandler(async (error, request, reply) => {
      const known = knownError(error)
      report(request, known, error)
      return await answer(request, reply, known)
    })
    app.setNotFoundHandler(async (request, reply) => {
      return await answer(request, reply, new ParleyError('NOT_FOUND'))
    })

    async function answer(request: FastifyRequest, reply: FastifyReply, error: ParleyError) {
      const audience = audienceOf(request)
      const seconds = retryAfterSeconds(error)
      if (seconds !== undefined) reply.header('retry-after', String(seconds))
      reply.header('cache-control', 'no-store').header('x-request-id', request.id)
      if (audience === 'json') return await reply.code(error.status).send({ error: error.toPublic() })
      if (audience === 'page' && error.code === 'UNAUTHENTICATED')
        return await reply.redirect(loginPath(request), 303)

      const view = {
        status: shownStatus(error),
        requestId: request.id,
        retryAfterSeconds: seconds,
        detail: detailOf(error),
      }
      const chrome = chromeOf(request, reply, { assetUrl, clock })
      const render = audience === 'partial' ? errorPartial : errorPage
      return await reply.code(error.status).type('text/html; charset=utf-8').send(render(chrome, view))
    }
  },
  { name: 'parley-failures' },
)

function report(request: FastifyRequest, known: ParleyError, error: unknown): void {
  const details = { requestId: request.id, route: request.routeOptions.url, code: known.code }
  if (known.status >= 500) request.log.error({ ...details, err: error }, 'a request failed')
  else request.log.debug({ ...details, field: known.field }, 'a request was refused')
}
