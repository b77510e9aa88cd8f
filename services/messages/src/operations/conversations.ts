import {
  type Conversation,
  type Head,
  type InputOf,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import { ownOf } from '../heads/conversations.ts'
import { type Sight, sightOf } from '../groups/sight.ts'
import { groupFor, pointersAskedFor } from '../members.ts'
import type { Room } from '../parts.ts'
import type { StoredConversation } from '../store/store.ts'

export async function conversations(
  room: Room,
  { before, archived = false, limit = limits.inboxPage }: InputOf<typeof messages.conversations>,
  actor: string,
): Promise<OutputOf<typeof messages.conversations>> {
  await room.log.ready()
  const place = archived ? 'archived' : 'listed'
  const { conversations: page, more } = await room.conversations.listed(actor, { before, limit, place })
  const [counts, mentions] = await Promise.all([
    room.unread.ofConversations(actor, page),
    room.unread.mentionsIn(actor, page),
  ])
  const seen = await Promise.all(page.map((each) => seenBy(room, actor, each)))
  const counted = seen.map((each, i) => ({
    ...each,
    unread: counts[i] ?? 0,
    ...mentionsOf(mentions, each),
  }))
  return { conversations: counted, more }
}

export async function conversation(
  room: Room,
  { conversation: id }: InputOf<typeof messages.conversation>,
  actor: string,
): Promise<OutputOf<typeof messages.conversation>> {
  await room.log.ready()
  const [membership, closed] = await Promise.all([room.members.require(id, actor), room.closed.has(id)])
  const found = await room.conversations.one(id, pointersAskedFor(membership, actor))
  const [[unread = 0], mentions] = await Promise.all([
    room.unread.ofConversations(actor, [found]),
    room.unread.mentionsIn(actor, [found]),
  ])
  const seen = await seenBy(room, actor, found)
  return { ...seen, unread, ...mentionsOf(mentions, found), ...(closed ? { closed } : {}) }
}

export async function heads(room: Room, actor: string): Promise<OutputOf<typeof messages.heads>> {
  await room.log.ready()
  const page = await room.conversations.listed(actor, { limit: limits.resumedConversations, place: 'all' })
  const seen = await Promise.all(page.conversations.map((each) => seenBy(room, actor, each)))
  return {
    conversations: seen.map(({ head: { seq, n, at }, ...each }) => ({ ...each, head: { seq, n, at } })),
  }
}

/** What others have arranged is nobody's business. */
async function seenBy(
  { groups }: Room,
  user: string,
  each: StoredConversation,
): Promise<Omit<Conversation, 'unread'>> {
  const { conversation: id, head, pointers, g } = each
  const own = ownOf(each, user)
  const seen = { conversation: id, pointers, ...(own ? { own } : {}) }
  if (g === undefined) return { ...seen, head }
  const state = await groups.atLeast(id, g)
  if (!state) throw new ParleyError('UNAVAILABLE')
  const sight = sightOf(state.members.get(user)?.spans ?? [])
  return { ...seen, head: seenHead(head, sight), group: groupFor(state, user) }
}

function seenHead(head: Head, sight: Sight): Head {
  const { preview, ...rest } = head
  return preview && sight.seesMessage(preview.n ?? 0) ? head : rest
}

function mentionsOf(mentions: ReadonlyMap<string, number>, { conversation }: { conversation: string }) {
  const count = mentions.get(conversation)
  return count === undefined ? {} : { mentions: count }
}
