import { isGroup, type Unread } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { AroundUnread } from '../rendering/unread-body.ts'

/** Who wrote what somebody has not read, and what the groups are called in which they did. @throws ParleyError */
export async function aroundUnread(
  app: FastifyInstance,
  { user, messages, mentions = [] }: Unread,
  requestId: string,
): Promise<AroundUnread> {
  const shown = [...messages, ...mentions]
  const conversations = shown.map(({ conversation }) => conversation).filter(isGroup)
  const ids = [...new Set(shown.map(({ by }) => by))]
  const [people, groups] = await Promise.all([
    app.people.byIds(ids, requestId),
    app.groups.names(user, conversations, requestId),
  ])
  return { people, groups }
}
