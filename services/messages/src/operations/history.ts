import { asTheyAre, type Entry, type InputOf, limits, type messages, type OutputOf } from '@parley/contracts'
import { requireMember } from '../members.ts'
import type { Room } from '../parts.ts'
import type { Store } from '../store/store.ts'
import { quotesOf } from './quotes.ts'

type Input = InputOf<typeof messages.history>

export async function history(
  room: Room,
  input: Input,
  actor: string,
): Promise<OutputOf<typeof messages.history>> {
  const { conversation } = input
  requireMember(conversation, actor)
  const { ends } = room.log
  // Where the log goes as far as is known here, the page is there with the answer that says so.
  const known = pageOf(input, ends.known(conversation)?.n ?? 0)
  const [{ head, pointers }, found] = await Promise.all([
    room.conversations.one(conversation),
    read(room, known),
  ])
  // Heads as they are now have all that was acknowledged, as long as the others' news are heard.
  const end = room.log.isInformed ? head : await ends.refresh(conversation)
  const page = pageOf(input, end.n)
  const isThere = page.from === known.from && page.to === known.to
  const written = isThere ? found : await read(room, page)
  const shown = await current(room.store, conversation, written, end)
  return {
    messages: shown,
    first: 1,
    ...(await quotesOf(room.store, conversation, shown)),
    head: { seq: end.seq, n: end.n },
    pointers,
  }
}

interface Page {
  conversation: string
  from: number
  to: number
}

function pageOf({ conversation, before, after, limit = limits.page }: Input, end: number): Page {
  const last = Math.min(end, (before ?? Infinity) - 1)
  return after === undefined
    ? { conversation, from: Math.max(1, last - limit + 1), to: last }
    : { conversation, from: after + 1, to: Math.min(last, after + limit) }
}

/** A text that is gone was taken by an entry that is there, though the end may not have been known so far. */
async function current(
  store: Store,
  conversation: string,
  written: Entry[],
  end: { seq: number; n: number },
): Promise<Entry[]> {
  const [first, last] = [written[0]?.n, written.at(-1)?.n]
  if (first === undefined || last === undefined) return written
  if (end.seq === end.n && written.every(({ text }) => text !== undefined)) return written
  return asTheyAre(written, await store.changesOf(conversation, first, last))
}

async function read({ store }: Room, { conversation, from, to }: Page): Promise<Entry[]> {
  return from <= to ? await store.messages(conversation, from, to) : []
}
