import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AssetUrl, BellView, Chrome } from '../views/model.ts'

export interface PageParts {
  assetUrl: AssetUrl
  clock: () => number
}

/** What stands around every page, for who asks. Without `bell` it is empty. */
export function chromeOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { assetUrl, clock }: PageParts,
  bell: BellView | null = null,
): Chrome {
  const { viewer } = request
  return {
    assetUrl,
    now: new Date(clock()).toISOString(),
    viewer: viewer && {
      id: viewer.person.id,
      username: viewer.person.username,
      displayName: viewer.person.displayName,
      isAdmin: viewer.isAdmin,
    },
    csrfToken: reply.csrfToken(),
    bell: viewer && (bell ?? { count: 0, messages: [] }),
  }
}
