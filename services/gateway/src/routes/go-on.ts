import type { FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../errors/audience.ts'
import { viewerOf } from '../sessions/gates.ts'

/** Answers who has just got a session: to where they were headed, or for scripts who they are. */
export async function goOn(
  request: FastifyRequest,
  reply: FastifyReply,
  next: string,
): Promise<FastifyReply> {
  // The old token was good for the old session.
  reply.csrfToken()
  if (audienceOf(request) !== 'json') return await reply.redirect(next || '/messages/', 303)
  const { username, displayName } = viewerOf(request).person
  return await reply.send({ username, display_name: displayName })
}
