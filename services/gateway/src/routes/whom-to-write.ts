import { accounts, directConversation } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../sessions/viewer.ts'
import type { TargetView } from '../views/model.ts'
import { conversationViews, personView } from './conversation-views.ts'

export interface WhomAsked {
  query: string
  limit: number
  requestId: string
  /** Milliseconds since 1970 in UTC. */
  now: number
}

/** Whom one may want to write to: by name, or those one wrote with last. @throws UNAVAILABLE */
export async function whomToWrite(
  app: FastifyInstance,
  viewer: Viewer,
  { query, limit, requestId, now }: WhomAsked,
): Promise<TargetView[]> {
  if (query === '') {
    const { conversations } = await conversationViews(app, viewer, { requestId, now })
    return conversations.slice(0, limit).map(({ conversation, peer }) => ({ conversation, person: peer }))
  }
  const actor = viewer.person.id
  const found = await app.call(accounts.directory, { query, limit: limit + 1 }, { actor, requestId })
  const others = found.people.filter(({ id }) => id !== actor).slice(0, limit)
  const presence = await app.presence.of(
    actor,
    others.map(({ id }) => id),
  )
  return others.map((person) => ({
    conversation: directConversation(actor, person.id),
    person: personView(person, presence.get(person.id)),
  }))
}
