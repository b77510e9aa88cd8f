import type { ParleyError } from '@parley/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../../errors/audience.ts'
import { knownError, sentence } from '../../errors/known-error.ts'
import { errorPage } from '../../views/index.ts'
import type { ErrorView } from '../../views/model.ts'
import { type RouteParts, sendPage } from '../pages.ts'

/** Answers who may not see a page of a group with why. @throws every other error, and to scripts this one */
export async function sendForbidden(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: RouteParts,
  error: unknown,
): Promise<FastifyReply> {
  const known = knownError(error)
  if (known.code !== 'FORBIDDEN') throw known
  return await sendFailure(request, reply, parts, known, { status: 403, detail: sentence(known.message) })
}

/** Answers a person with a page of a failure in other words than the usual. @throws the error to scripts */
export async function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: RouteParts,
  error: ParleyError,
  view: ErrorView,
): Promise<FastifyReply> {
  if (audienceOf(request) === 'json') throw error
  const { status } = error
  return await sendPage(request, reply, parts, { render: (chrome) => errorPage(chrome, view), status })
}
