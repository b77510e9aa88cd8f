import { randomUUID } from 'node:crypto'
import {
  type Entry,
  type InputOf,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import { everything, type Sight } from '../groups/sight.ts'
import type { Room } from '../parts.ts'
import type { Store } from '../store/store.ts'
import { entryAt, find, gone, write } from './change.ts'

export async function pin(
  room: Room,
  { conversation, n, clientId }: InputOf<typeof messages.pin>,
  actor: string,
): Promise<OutputOf<typeof messages.pin>> {
  const { sight } = await room.members.require(conversation, actor)
  const message = await find(room, conversation, n, sight)
  await room.closed.requireOpen({ conversation, by: actor, clientId })
  if (message.deleted) throw gone()
  if (message.pinned) return { entry: await entryAt(room, conversation, message.pinned.seq) }
  if ((await pinnedOf(room.store, conversation, everything)).length >= limits.pinnedMessages) throw full()
  const { entry, isDeleted } = await write(room, conversation, { by: actor, clientId, kind: 'pin', of: n })
  if (isDeleted) throw gone()
  // Of those that were pinned at once, the ones that came last were too many.
  const surplus = (await pinnedOf(room.store, conversation, everything)).slice(0, -limits.pinnedMessages)
  if (!surplus.some(({ pinned: by }) => by?.seq === entry.seq)) return { entry }
  await write(room, conversation, { by: actor, clientId: randomUUID(), kind: 'unpin', of: n })
  throw full()
}

export async function unpin(
  room: Room,
  { conversation, n, clientId }: InputOf<typeof messages.unpin>,
  actor: string,
): Promise<OutputOf<typeof messages.unpin>> {
  const { sight } = await room.members.require(conversation, actor)
  const { pinned: known } = await find(room, conversation, n, sight)
  await room.closed.requireOpen({ conversation, by: actor, clientId })
  // What is deleted is pinned no more.
  if (!known) return {}
  const { entry } = await write(room, conversation, { by: actor, clientId, kind: 'unpin', of: n })
  return { entry }
}

export async function pinned(
  room: Room,
  { conversation }: InputOf<typeof messages.pinned>,
  actor: string,
): Promise<OutputOf<typeof messages.pinned>> {
  const { sight } = await room.members.require(conversation, actor)
  const all = await pinnedOf(room.store, conversation, sight)
  return { messages: all.slice(0, limits.pinnedMessages) }
}

function full(): ParleyError {
  const words = `${limits.pinnedMessages} messages are pinned here: unpin another one first.`
  return new ParleyError('CONFLICT', words, { field: 'n' })
}

/** Those that can be seen, the last pinned first. */
async function pinnedOf(store: Store, conversation: string, sight: Sight): Promise<Entry[]> {
  const numbers = (await store.pinnedNumbers(conversation)).filter((n) => sight.seesMessage(n))
  if (numbers.length === 0) return []
  const found = await store.numbered(conversation, numbers)
  return found
    .filter((message) => message.pinned)
    .toSorted((one, other) => (other.pinned?.seq ?? 0) - (one.pinned?.seq ?? 0))
}
