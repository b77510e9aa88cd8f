import { type InputOf, limits, type messages, type OutputOf } from '@parley/contracts'
import { requireMember } from '../members.ts'
import type { Room } from '../parts.ts'
import { quotesOf } from './quotes.ts'

export async function changes(
  room: Room,
  { conversation, after, limit = limits.page }: InputOf<typeof messages.changes>,
  actor: string,
): Promise<OutputOf<typeof messages.changes>> {
  requireMember(conversation, actor)
  const [found, end, { pointers }] = await Promise.all([
    room.store.changes(conversation, after, limit),
    room.log.ends.refresh(conversation),
    room.conversations.one(conversation),
  ])
  const last = found.at(-1)
  const head = last && last.seq > end.seq ? last : end
  room.figures.resume(found.length)
  const quotes = await quotesOf(room.store, conversation, found)
  return { entries: found, ...quotes, head: { seq: head.seq, n: head.n }, pointers }
}
