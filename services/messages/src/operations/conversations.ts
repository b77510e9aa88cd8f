import { type InputOf, limits, type messages, type OutputOf } from '@parley/contracts'
import { requireMember } from '../members.ts'
import type { Room } from '../parts.ts'

export async function conversations(
  room: Room,
  { before, limit = limits.inboxPage }: InputOf<typeof messages.conversations>,
  actor: string,
): Promise<OutputOf<typeof messages.conversations>> {
  await room.log.ready()
  const { conversations: page, more } = await room.conversations.listed(actor, { before, limit })
  const counts = await room.unread.ofConversations(actor, page)
  return { conversations: page.map((each, i) => ({ ...each, unread: counts[i] ?? 0 })), more }
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
  return { ...found, unread }
}

export async function heads(room: Room, actor: string): Promise<OutputOf<typeof messages.heads>> {
  await room.log.ready()
  const page = await room.conversations.listed(actor, { limit: limits.resumedConversations })
  return {
    conversations: page.conversations.map(({ conversation: id, head: { seq, n, at }, pointers }) => ({
      conversation: id,
      head: { seq, n, at },
      pointers,
    })),
  }
}
