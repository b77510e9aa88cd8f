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

/** Where one may want to write: people and one's newer groups by name, or wherever one wrote last. @throws UNAVAILABLE */
export async function whomToWrite(
  app: FastifyInstance,
  viewer: Viewer,
  { query, limit, requestId, now }: WhomAsked,
): Promise<TargetView[]> {
  const listed = conversationViews(app, viewer, { requestId, now })
  if (query === '') return (await listed).conversations.slice(0, limit).map(targetOf)
  // People are found also while nobody answers for conversations.
  const { conversations } = await listed.catch(() => ({ conversations: [] }))
  const groups = conversations
    .filter(({ peer }) => 'group' in peer && isCalled(peer.displayName, query))
    .map(targetOf)
  const actor = viewer.person.id
  const found = await app.call(accounts.directory, { query, limit: limit + 1 }, { actor, requestId })
  const others = found.people.filter(({ id }) => id !== actor).slice(0, limit)
  const presence = await app.presence.of(
    actor,
    others.map(({ id }) => id),
  )
  const persons = others.map((person) => ({
    conversation: directConversation(actor, person.id),
    party: personView(person, presence.get(person.id)),
  }))
  return [...groups.slice(0, limit / 2), ...persons].slice(0, limit)
}

function targetOf({
  conversation,
  peer,
}: Awaited<ReturnType<typeof conversationViews>>['conversations'][number]): TargetView {
  return { conversation, party: peer }
}

function isCalled(name: string, query: string): boolean {
  return name.toLocaleLowerCase('en').includes(query.toLocaleLowerCase('en'))
}
