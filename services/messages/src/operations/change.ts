import {
  administration,
  type Entry,
  type InputOf,
  isBlank,
  isOneEmoji,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
  type Reaction,
} from '@parley/contracts'
import { everything, type Sight } from '../groups/sight.ts'
import type { Draft } from '../log/job.ts'
import type { Membership } from '../members.ts'
import type { Room } from '../parts.ts'
import { toEntry } from '../store/log-record.ts'
import { quotesOf } from './quotes.ts'

const shownVersions = 100

export type Change = Draft & { of: number }

export async function edit(
  room: Room,
  { conversation, n, clientId, text }: InputOf<typeof messages.edit>,
  actor: string,
): Promise<OutputOf<typeof messages.edit>> {
  if (isBlank(text)) throw new ParleyError('INVALID', 'A message must show something.', { field: 'text' })
  const message = await own(room, { conversation, n, actor })
  await room.closed.requireOpen({ conversation, by: actor, clientId })
  if (message.deleted) throw gone()
  const { entry, isDeleted } = await write(room, conversation, {
    by: actor,
    clientId,
    kind: 'edit',
    of: n,
    text,
  })
  // Deleted meanwhile, on another device.
  if (isDeleted) throw gone()
  return { entry }
}

export async function remove(
  room: Room,
  { conversation, n, clientId }: InputOf<typeof messages.remove>,
  actor: string,
): Promise<OutputOf<typeof messages.remove>> {
  const { message, asAdmin } = await deletable(room, { conversation, n, actor })
  return { entry: await removed(room, message, { by: actor, clientId, ...(asAdmin ? { asAdmin } : {}) }) }
}

/** Deletes a message in the name of nobody who belongs to its conversation. @throws ParleyError NOT_FOUND, UNAVAILABLE */
export async function removeForAll(
  room: Room,
  { conversation, n, clientId }: { conversation: string; n: number; clientId: string },
): Promise<void> {
  await removed(room, await find(room, conversation, n, everything), { by: administration, clientId })
}

/** The entry that deleted a message, now or before. */
async function removed(
  room: Room,
  { conversation, n, deleted }: Entry,
  draft: { by: string; clientId: string; asAdmin?: true },
): Promise<Entry> {
  if (!deleted) return (await write(room, conversation, { ...draft, kind: 'delete', of: n })).entry
  // Whoever wrote it may have come no further.
  await room.store.settle({ conversation, n })
  return await entryAt(room, conversation, deleted.seq)
}

export async function react(
  room: Room,
  { conversation, n, clientId, emoji }: InputOf<typeof messages.react>,
  actor: string,
): Promise<OutputOf<typeof messages.react>> {
  const reactions = await reactionsOf(room, { conversation, n, actor, emoji })
  await room.closed.requireOpen({ conversation, by: actor, clientId })
  const known = reactionOf(reactions, emoji, actor)
  if (known) return { entry: await entryAt(room, conversation, known.seq) }
  const isNew = !reactions.some((reaction) => reaction.emoji === emoji)
  if (isNew && reactions.length >= limits.reactionKinds)
    throw new ParleyError('CONFLICT', 'This message has as many kinds of reactions as one can have.', {
      field: 'emoji',
    })
  const draft: Change = { by: actor, clientId, kind: 'react', of: n, text: emoji }
  const { entry, isDeleted } = await write(room, conversation, draft)
  if (isDeleted) throw gone()
  return { entry }
}

export async function unreact(
  room: Room,
  { conversation, n, clientId, emoji }: InputOf<typeof messages.unreact>,
  actor: string,
): Promise<OutputOf<typeof messages.unreact>> {
  const reactions = await reactionsOf(room, { conversation, n, actor, emoji })
  await room.closed.requireOpen({ conversation, by: actor, clientId })
  if (!reactionOf(reactions, emoji, actor)) return {}
  const draft: Change = { by: actor, clientId, kind: 'unreact', of: n, text: emoji }
  const { entry, isDeleted } = await write(room, conversation, draft)
  if (isDeleted) throw gone()
  return { entry }
}

export async function versions(
  room: Room,
  { conversation, n }: InputOf<typeof messages.versions>,
  actor: string,
): Promise<OutputOf<typeof messages.versions>> {
  const { sight } = await room.members.require(conversation, actor)
  const message = await find(room, conversation, n, sight)
  const found = message.deleted ? [] : await room.store.versions(conversation, n, shownVersions)
  return {
    message,
    ...(await quotesOf(room.store, [message], sight)),
    versions: found.flatMap(({ seq, at, text }) => (text === undefined ? [] : [{ seq, at, text }])),
  }
}

async function reactionsOf(
  room: Room,
  { conversation, n, actor, emoji }: { conversation: string; n: number; actor: string; emoji: string },
): Promise<Reaction[]> {
  const { sight } = await room.members.require(conversation, actor)
  if (!isOneEmoji(emoji)) throw new ParleyError('INVALID', 'A reaction is one emoji.', { field: 'emoji' })
  const message = await find(room, conversation, n, sight)
  if (message.deleted) throw gone()
  return message.reactions ?? []
}

function reactionOf(reactions: readonly Reaction[], emoji: string, user: string) {
  return reactions.find((reaction) => reaction.emoji === emoji)?.by.find((one) => one.user === user)
}

export async function entryAt({ store }: Room, conversation: string, seq: number): Promise<Entry> {
  const found = await store.bySeq(conversation, seq)
  if (!found) throw new ParleyError('UNAVAILABLE')
  return toEntry(found)
}

/** A message as it is now. @throws ParleyError NOT_FOUND */
export async function find({ store }: Room, conversation: string, n: number, sight: Sight): Promise<Entry> {
  const [message] = sight.seesMessage(n) ? await store.numbered(conversation, [n]) : []
  if (!message) throw new ParleyError('NOT_FOUND')
  return message
}

/** A message that the acting person wrote. @throws ParleyError NOT_FOUND, FORBIDDEN */
async function own(
  room: Room,
  { conversation, n, actor }: { conversation: string; n: number; actor: string },
): Promise<Entry> {
  const { sight } = await room.members.require(conversation, actor)
  const message = await find(room, conversation, n, sight)
  if (message.by !== actor)
    throw new ParleyError('FORBIDDEN', 'Only who wrote a message can edit it.', { field: 'n' })
  return message
}

/** A message that the acting person may delete: as who wrote it, or as admin of its group. @throws ParleyError NOT_FOUND, FORBIDDEN */
async function deletable(
  room: Room,
  { conversation, n, actor }: { conversation: string; n: number; actor: string },
): Promise<{ message: Entry; asAdmin?: true }> {
  const membership = await room.members.require(conversation, actor)
  const message = await find(room, conversation, n, membership.sight)
  if (message.by === actor) return { message }
  if (isAdmin(membership, actor)) return { message, asAdmin: true }
  throw new ParleyError('FORBIDDEN', 'Only who wrote a message can delete it.', { field: 'n' })
}

function isAdmin({ state }: Membership, user: string): boolean {
  const role = state?.members.get(user)?.role
  return role === 'owner' || role === 'admin'
}

/** Writes an entry and settles what it leaves to be done: what is answered is finished. */
export async function write(
  { log, store }: Room,
  conversation: string,
  draft: Change,
): Promise<{ entry: Entry; isDeleted: boolean }> {
  const [result] = await log.write({ conversation, drafts: [draft] })
  if (!result) throw new ParleyError('INTERNAL')
  if ('error' in result) throw result.error
  return { entry: result.entry, isDeleted: await store.settle({ conversation, n: draft.of }) }
}

export function gone(): ParleyError {
  return new ParleyError('CONFLICT', 'This message was deleted.')
}
