import { ParleyError, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Viewer } from '../sessions/viewer.ts'

/** For `onRequest` of addresses with a username: one with capitals leads to the one address that it has. */
export async function lowerCaseUsername(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const given = paramOf(request)
  const lower = given.toLowerCase()
  if (!/^[a-z0-9_]{3,30}$/.test(lower)) throw new ParleyError('NOT_FOUND')
  if (given === lower) return
  const [path = '', query] = request.url.split('?', 2)
  const target = path.replace(encodeURIComponent(given), lower) + (query === undefined ? '' : `?${query}`)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return reply.redirect(target, isRead ? 301 : 308)
}

/** The person whom an address names. @throws NOT_FOUND */
export function personOf(app: FastifyInstance, request: FastifyRequest): Promise<Person> {
  return app.people.byUsername(paramOf(request), request.id)
}

/** The same where it must be somebody else. @throws NOT_FOUND, INVALID for oneself */
export async function peerOf(app: FastifyInstance, request: FastifyRequest, viewer: Viewer): Promise<Person> {
  if (paramOf(request) === viewer.person.username)
    throw new ParleyError('INVALID', 'This is you: a conversation takes another person.', {
      field: 'username',
    })
  return await personOf(app, request)
}

function paramOf(request: FastifyRequest): string {
  return (request.params as { username: string }).username
}
