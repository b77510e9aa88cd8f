import {
  type Conversation,
  directMembers,
  messages,
  type Person,
  type socket,
  type Status,
} from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../sessions/viewer.ts'
import { ownView } from '../rendering/own-view.ts'
import type { ConversationView, PersonView, StatusView } from '../views/model.ts'

const shown = 100

export interface ListRequest {
  requestId: string
  /** Milliseconds since 1970 in UTC. */
  now: number
  archived?: boolean
  /** The `at` of the last one of the page before. */
  before?: number | undefined
}

/**
 * Someone's conversations by last activity, or those that were put away, with who they are with; and what to ask older
 * ones with, if there are any. @throws UNAVAILABLE
 */
export async function conversationViews(
  app: FastifyInstance,
  viewer: Viewer,
  asked: ListRequest,
): Promise<{ conversations: ConversationView[]; before: number | null }> {
  const { requestId, now, archived = false, before } = asked
  const actor = viewer.person.id
  const input = {
    limit: shown,
    ...(archived ? { archived } : {}),
    ...(before === undefined ? {} : { before }),
  }
  const [answer, blocked] = await Promise.all([
    app.call(messages.conversations, input, { actor, requestId }),
    app.blocks.blockedBy(actor, requestId),
  ])
  const peers = answer.conversations.map(({ conversation }) => peerId(conversation, actor))
  const [people, presence] = await Promise.all([
    app.people.byIds(peers, requestId),
    app.presence.of(actor, peers),
  ])
  const conversations = answer.conversations.flatMap((conversation, i) => {
    const peer = people.get(peers[i] ?? '')
    if (!peer) return []
    const view = conversationView(conversation, actor, personView(peer, presence.get(peer.id)))
    const own = ownView({ ...conversation, viewer: actor }, now)
    return { ...view, own, blocked: blocked.has(peer.id) }
  })
  return { conversations, before: answer.more ? (answer.conversations.at(-1)?.head.at ?? null) : null }
}

/** A person with what is known of their presence. */
export function personView(person: Person, presence?: socket.Presence): PersonView {
  const { username, displayName, status, deleted = false } = person
  const lastSeenAt = presence?.lastSeenAt
  return {
    username,
    displayName,
    online: presence?.online,
    lastSeenAt: lastSeenAt === undefined ? undefined : new Date(lastSeenAt).toISOString(),
    ...(status === undefined ? {} : { status: statusView(status) }),
    ...(deleted ? { isDeleted: true } : {}),
  }
}

export function statusView({ emoji = '', text, until }: Status): StatusView {
  return { emoji, text, until: until === undefined ? undefined : new Date(until).toISOString() }
}

function conversationView(
  { conversation, head, unread }: Conversation,
  viewer: string,
  peer: PersonView,
): ConversationView {
  const { preview } = head
  const at = new Date(head.at).toISOString()
  return {
    conversation,
    peer,
    preview: preview
      ? { text: preview.text, mine: preview.by === viewer, deleted: preview.deleted === true, at }
      : null,
    unread,
  }
}

function peerId(conversation: string, viewer: string): string {
  return directMembers(conversation)?.find((member) => member !== viewer) ?? ''
}
