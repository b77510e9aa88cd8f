import {
  type Entry,
  type InputOf,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
  type Saved,
} from '@parley/contracts'
import type { Sight } from '../groups/sight.ts'
import type { Room } from '../parts.ts'
import type { Store } from '../store/store.ts'
import { find, gone } from './change.ts'

export async function save(
  room: Room,
  { conversation, n }: InputOf<typeof messages.save>,
  user: string,
): Promise<OutputOf<typeof messages.save>> {
  const { sight } = await room.members.require(conversation, user)
  if ((await find(room, conversation, n, sight)).deleted) throw gone()
  if ((await room.store.savedCount(user)) >= limits.saved)
    await requireSaved(room.store, conversation, n, user)
  await room.store.save({ id: room.savedIds.next(), user, conversation, n, at: room.now() })
  // Who deleted it meanwhile may not have seen that it is saved.
  if (!(await find(room, conversation, n, sight)).deleted) return {}
  await room.store.unsave({ user, conversation, n })
  throw gone()
}

export async function unsave(
  room: Room,
  { conversation, n }: InputOf<typeof messages.unsave>,
  user: string,
): Promise<OutputOf<typeof messages.unsave>> {
  await room.members.require(conversation, user)
  await room.store.unsave({ user, conversation, n })
  return {}
}

export async function saved(
  room: Room,
  { before, limit = limits.savedPage }: InputOf<typeof messages.saved>,
  user: string,
): Promise<OutputOf<typeof messages.saved>> {
  const found = await room.store.savedBy(user, { before, limit: limit + 1 })
  const page = found.slice(0, limit)
  const there = await messagesOf(room, page)
  const last = page.at(-1)
  return {
    saved: page.flatMap(({ id, at, conversation, n }) => {
      const message = there.get(keyOf(conversation, n))
      return message ? { id, at, message } : []
    }),
    ...(last && found.length > limit ? { next: last.id } : {}),
  }
}

export async function savedIn(
  room: Room,
  { conversation, from, to }: InputOf<typeof messages.savedIn>,
  user: string,
): Promise<OutputOf<typeof messages.savedIn>> {
  await room.members.require(conversation, user)
  return { numbers: await room.store.savedIn(user, { conversation, from, to }) }
}

export async function copySaved(
  room: Room,
  { after = '' }: InputOf<typeof messages.copySaved>,
): Promise<OutputOf<typeof messages.copySaved>> {
  const page = await room.store.allSaved(after, limits.page)
  const last = page.at(-1)
  return { saved: page, ...(last && page.length === limits.page ? { next: last.id } : {}) }
}

export async function restoreSaved(
  room: Room,
  { saved: all }: InputOf<typeof messages.restoreSaved>,
): Promise<OutputOf<typeof messages.restoreSaved>> {
  for (const [, some] of Map.groupBy(all, ({ user }) => user)) {
    const there = await messagesOf(room, some)
    for (const one of some) if (there.has(keyOf(one.conversation, one.n))) await room.store.save(one)
  }
  return {}
}

/** One that is saved already can be saved again. */
async function requireSaved(store: Store, conversation: string, n: number, user: string): Promise<void> {
  const known = await store.savedIn(user, { conversation, from: n, to: n })
  if (known.length > 0) return
  const most = limits.saved.toLocaleString('en')
  throw new ParleyError('CONFLICT', `You can save ${most} messages: remove another one first.`, {
    field: 'n',
  })
}

/** Those of one person's that the person may read and that are not deleted, as they are now. */
async function messagesOf(room: Room, all: readonly Saved[]): Promise<Map<string, Entry>> {
  const byConversation = Map.groupBy(all, ({ conversation }) => conversation)
  const found = await Promise.all(
    [...byConversation].map(async ([conversation, some]) => {
      const sight = await sightOf(room, conversation, some[0]?.user ?? '')
      const numbers = some.map(({ n }) => n).filter((n) => sight?.seesMessage(n))
      return numbers.length > 0 ? await room.store.numbered(conversation, numbers) : []
    }),
  )
  const there = found.flat().filter(({ deleted, text }) => deleted === undefined && text !== undefined)
  return new Map(there.map((message) => [keyOf(message.conversation, message.n), message]))
}

/** Undefined for who is no member, or no more. */
async function sightOf(room: Room, conversation: string, user: string): Promise<Sight | undefined> {
  try {
    return (await room.members.require(conversation, user)).sight
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

function keyOf(conversation: string, n: number): string {
  return `${conversation} ${n}`
}
