import { ParleyError } from '@parley/contracts'
import type { FastifyRequest } from 'fastify'
import type { Gate } from '../fastify.ts'

/**
 * Refuses upgrades that another site's page asks for: browsers send cookies along and say the page's origin. Who says
 * none is no browser. Without a configured origin, the host that was asked counts, whatever a proxy made of the protocol.
 */
export function originGate(origin: string | undefined): Gate {
  const own = origin === undefined ? undefined : new URL(origin).origin
  return async (request) => {
    const given = request.headers.origin
    if (given === undefined) return
    const isOwn = own === undefined ? hostOf(given) === request.host.toLowerCase() : given === own
    if (!isOwn) throw new ParleyError('FORBIDDEN', 'This socket is not for pages of other sites.')
  }
}

/** Whether people reach this system by https, as far as the request or the configuration tells. */
export function isSecure(request: FastifyRequest, origin: string | undefined): boolean {
  return origin?.startsWith('https:') ?? request.protocol === 'https'
}

function hostOf(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined
  return new URL(origin).host
}
