import { accounts, ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../errors/audience.ts'

/** `/` leads to where one can go on: one's messages, the login, or on a new system the first account. */
export function home(app: FastifyInstance): void {
  app.get('/', async (request, reply) => {
    if (request.viewer) return await reply.redirect('/messages/', 303)
    if (audienceOf(request) === 'json') throw new ParleyError('UNAUTHENTICATED')
    const { people } = await app.call(accounts.census, {}, { actor: null, requestId: request.id })
    return await reply.redirect(people === 0 ? '/signup' : '/login', 303)
  })
}
