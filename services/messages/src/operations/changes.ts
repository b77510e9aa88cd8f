import { type InputOf, limits, type messages, type OutputOf } from '@parley/contracts'
import type { Sight } from '../groups/sight.ts'
import { seenEntries, voidOf } from '../groups/voids.ts'
import { pointersAskedFor } from '../members.ts'
import type { Room } from '../parts.ts'
import { quotesOf } from './quotes.ts'

export async function changes(
  room: Room,
  { conversation, after, limit = limits.page }: InputOf<typeof messages.changes>,
  actor: string,
): Promise<OutputOf<typeof messages.changes>> {
  const membership = await room.members.require(conversation, actor)
  const { sight } = membership
  const skipped = skippedFrom(after, sight)
  const [found, end, { pointers }] = await Promise.all([
    room.store.changes(conversation, skipped?.seq ?? after, limit),
    room.log.ends.refresh(conversation),
    room.conversations.one(conversation, pointersAskedFor(membership, actor)),
  ])
  const last = found.at(-1)
  const head = last && last.seq > end.seq ? last : end
  room.figures.resume(found.length)
  const entries = seenEntries(found, sight)
  if (skipped) entries.unshift(voidOf({ conversation, ...skipped }, after + 1))
  const quotes = await quotesOf(room.store, entries, sight)
  return { entries, ...quotes, head: { seq: head.seq, n: head.n }, pointers }
}

/** What may not be seen anyway is not read, however long it is. */
function skippedFrom(after: number, sight: Sight): { seq: number; n: number } | undefined {
  const next = sight.nextAfter(after)
  return next && next.afterSeq > after ? { seq: next.afterSeq, n: next.afterN } : undefined
}
