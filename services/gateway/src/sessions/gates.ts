import { ParleyError } from '@parley/contracts'
import type { FastifyRequest } from 'fastify'
import type { Viewer } from './viewer.ts'

/**
 * Lets nobody pass without a session. `X-Parley-User` is who the page was made for: where another account has logged
 * in since, in the same browser, what the page sends is not that account's.
 */
export async function requireViewer(request: FastifyRequest): Promise<void> {
  const { viewer } = request
  const expected = request.headers['x-parley-user']
  if (!viewer || (expected !== undefined && expected !== viewer.person.id))
    throw new ParleyError('UNAUTHENTICATED')
}

/** Who asks, behind `requireViewer`. */
export function viewerOf(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new ParleyError('UNAUTHENTICATED')
  return request.viewer
}
