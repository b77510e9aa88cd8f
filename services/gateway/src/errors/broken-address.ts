import { ParleyError } from '@parley/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageParts } from '../routes/chrome.ts'
import { errorPage } from '../views/index.ts'
import { audienceOf } from './audience.ts'

/** Answers an address that is none. No hook has run for it: nobody knows who asks, and no cookie is set. */
export function brokenAddress({ assetUrl, clock }: PageParts) {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const error = new ParleyError('NOT_FOUND')
    reply.code(error.status).header('cache-control', 'no-store')
    if (audienceOf(request) === 'json') {
      void reply.send({ error: error.toPublic() })
      return
    }
    const now = new Date(clock()).toISOString()
    const chrome = { assetUrl, now, viewer: null, csrfToken: '', bell: null }
    void reply
      .type('text/html; charset=utf-8')
      .send(errorPage(chrome, { status: 404, requestId: request.id }))
  }
}
