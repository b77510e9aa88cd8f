import type { Invite } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { inviteBody } from '../../groups/group-body.ts'
import type { InviteView } from '../../views/groups/model.ts'
import { personView } from '../conversation-views.ts'
import type { RouteParts } from '../pages.ts'

/** Invites as the page lists them. */
export async function inviteViews(
  app: FastifyInstance,
  parts: RouteParts,
  request: FastifyRequest,
  all: readonly Invite[],
): Promise<InviteView[]> {
  const people = await makers(app, request, all)
  return all.map((invite) => {
    const { token, until, most, used } = invite
    const by = people.get(invite.by)
    return {
      token,
      url: joinUrl(parts, request, invite),
      by: by && personView(by),
      until: until === undefined ? undefined : new Date(until).toISOString(),
      most,
      used,
    }
  })
}

/** Invites as scripts get them. */
export async function inviteBodies(
  app: FastifyInstance,
  parts: RouteParts,
  request: FastifyRequest,
  all: readonly Invite[],
) {
  const people = await makers(app, request, all)
  return all.map((invite) =>
    inviteBody(invite, { url: joinUrl(parts, request, invite), by: people.get(invite.by) }),
  )
}

function makers(app: FastifyInstance, request: FastifyRequest, all: readonly Invite[]) {
  return app.people.byIds(
    all.map(({ by }) => by),
    request.id,
  )
}

/** As others reach this system; where nobody has said how, as who asks does. */
function joinUrl({ origin }: RouteParts, { protocol, host }: FastifyRequest, { token }: Invite): string {
  return `${origin ?? `${protocol}://${host}`}/join/${token}/`
}
