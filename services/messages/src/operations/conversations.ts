import { type Conversation, type InputOf, limits, type messages, type OutputOf } from '@parley/contracts'
import { ownOf } from '../heads/conversations.ts'
import { requireMember } from '../members.ts'
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
  const counts = await room.unread.ofConversations(actor, page)
  return { conversations: page.map((each, i) => ({ ...seenBy(actor, each), unread: counts[i] ?? 0 })), more }
}

export async function conversation(
  room: Room,
  { conversation: id }: InputOf<typeof messages.conversation>,
  actor: string,
): Promise<OutputOf<typeof messages.conversation>> {
  requireMember(id, actor)
  await room.log.ready()
  const found = await room.conversations.one(id)
  const [unread = 0] = await room.unread.ofConversations(actor, [found])
  return { ...seenBy(actor, found), unread }
}

export async function heads(room: Room, actor: string): Promise<OutputOf<typeof messages.heads>> {
  await room.log.ready()
  const page = await room.conversations.listed(actor, { limit: limits.resumedConversations, place: 'all' })
  return {
    conversations: page.conversations.map((each) => {
      const { head, ...seen } = seenBy(actor, each)
      return { ...seen, head: { seq: head.seq, n: head.n, at: head.at } }
    }),
  }
}

/** What others have arranged is nobody's business. */
function seenBy(user: string, each: StoredConversation): Omit<Conversation, 'unread'> {
  const { conversation: id, head, pointers } = each
  const own = ownOf(each, user)
  return { conversation: id, head, pointers, ...(own ? { own } : {}) }
}
