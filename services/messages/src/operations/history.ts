import { asTheyAre, type Entry, type InputOf, limits, type messages, type OutputOf } from '@parley/contracts'
import { pointersAskedFor } from '../members.ts'
import type { Sight } from '../groups/sight.ts'
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
  const membership = await room.members.require(conversation, actor)
  const { sight } = membership
  const { ends } = room.log
  // Where the log goes as far as is known here, the page is there with the answer that says so.
  const known = pageOf(input, ends.known(conversation)?.n ?? 0, sight)
  const [{ head, pointers }, found] = await Promise.all([
    room.conversations.one(conversation, pointersAskedFor(membership, actor)),
    read(room, known),
  ])
  // Heads as they are now have all that was acknowledged, as long as the others' news are heard.
  const end = room.log.isInformed ? head : await ends.refresh(conversation)
  const page = pageOf(input, end.n, sight)
  const isThere = JSON.stringify(page) === JSON.stringify(known)
  const written = isThere ? found : await read(room, page)
  const shown = await current(room.store, conversation, written, end)
  return {
    messages: shown,
    first: sight.first,
    ...(await quotesOf(room.store, shown, sight)),
    head: { seq: end.seq, n: end.n },
    pointers,
  }
}

interface Page {
  conversation: string
  parts: { from: number; to: number }[]
}

/** The numbers of a page; where something between them may not be seen, in several parts. */
function pageOf(
  { conversation, before, after, limit = limits.page }: Input,
  end: number,
  sight: Sight,
): Page {
  const last = Math.min(end, (before ?? Infinity) - 1)
  const parts: Page['parts'] = []
  let room = limit
  const all = sight.within((after ?? 0) + 1, last)
  for (const { from, to } of after === undefined ? all.toReversed() : all) {
    if (room <= 0) break
    const part =
      after === undefined
        ? { from: Math.max(from, to - room + 1), to }
        : { from, to: Math.min(to, from + room - 1) }
    room -= part.to - part.from + 1
    if (after === undefined) parts.unshift(part)
    else parts.push(part)
  }
  return { conversation, parts }
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

async function read({ store }: Room, { conversation, parts }: Page): Promise<Entry[]> {
  const found = await Promise.all(parts.map(({ from, to }) => store.messages(conversation, from, to)))
  return found.flat()
}
