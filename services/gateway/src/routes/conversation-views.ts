import {
  type Conversation,
  directMembers,
  type Group,
  groupId,
  isGroup,
  messages,
  type Person,
  type socket,
  type Status,
} from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../sessions/viewer.ts'
import { ownView } from '../rendering/own-view.ts'
import type {
  ConversationView,
  GroupView,
  PartyView,
  PersonView,
  PreviewView,
  StatusView,
} from '../views/model.ts'
import type { Addressed } from './conversation-address.ts'

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
  const peers = answer.conversations.flatMap(({ conversation }) => peerId(conversation, actor) ?? [])
  const authors = answer.conversations.flatMap(({ group, head }) =>
    group && head.preview ? head.preview.by : [],
  )
  const [people, presence] = await Promise.all([
    app.people.byIds([...peers, ...authors], requestId),
    app.presence.of(actor, peers),
  ])
  const conversations = answer.conversations.flatMap((conversation) => {
    const peer = partyOf(conversation, actor, { people, presence })
    if (!peer) return []
    const view = conversationView(conversation, { viewer: actor, peer, people, blocked })
    const own = ownView({ ...conversation, viewer: actor }, now)
    return { ...view, own, blocked: blocked.has(peerId(conversation.conversation, actor) ?? '') }
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

/** A group as one of its members finds it. */
export function groupView(conversation: string, { name, count }: Pick<Group, 'name' | 'count'>): GroupView {
  return { group: groupId(conversation), displayName: name, count }
}

/** Whom an address names: of two the other person, else the group, where it could be found. */
export function partyView(
  { conversation, peer }: Addressed,
  group?: Group,
  presence?: socket.Presence,
): PartyView {
  if (peer) return personView(peer, presence)
  return group ? groupView(conversation, group) : { group: groupId(conversation), displayName: 'Group' }
}

export function statusView({ emoji = '', text, until }: Status): StatusView {
  return { emoji, text, until: until === undefined ? undefined : new Date(until).toISOString() }
}

/** Undefined where it is not known who or what it is with. */
function partyOf(
  { conversation, group }: Conversation,
  viewer: string,
  {
    people,
    presence,
  }: { people: ReadonlyMap<string, Person>; presence: ReadonlyMap<string, socket.Presence> },
): PartyView | undefined {
  if (isGroup(conversation)) return group && groupView(conversation, group)
  const peer = people.get(peerId(conversation, viewer) ?? '')
  return peer && personView(peer, presence.get(peer.id))
}

function conversationView(
  { conversation, head, unread, mentions = 0 }: Conversation,
  {
    viewer,
    peer,
    people,
    blocked,
  }: {
    viewer: string
    peer: PartyView
    people: ReadonlyMap<string, Person>
    blocked: ReadonlySet<string>
  },
): ConversationView {
  const at = new Date(head.at).toISOString()
  const author = 'group' in peer ? people.get(head.preview?.by ?? '')?.displayName : undefined
  const isFolded = 'group' in peer && blocked.has(head.preview?.by ?? '')
  const preview = previewView(head, { viewer, at, author, isFolded })
  return { conversation, peer, preview, at, unread, mentions }
}

function previewView(
  { preview }: Conversation['head'],
  {
    viewer,
    at,
    author,
    isFolded,
  }: { viewer: string; at: string; author: string | undefined; isFolded: boolean },
): PreviewView | null {
  if (!preview) return null
  const { by, text, deleted = false } = preview
  if (isFolded) return { text: '', mine: false, deleted, folded: true, at }
  return { text, mine: by === viewer, author, deleted, at }
}

function peerId(conversation: string, viewer: string): string | undefined {
  return directMembers(conversation)?.find((member) => member !== viewer)
}
