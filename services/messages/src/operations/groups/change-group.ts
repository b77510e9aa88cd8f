import { createHash } from 'node:crypto'
import {
  type Entry,
  groupConversation,
  type InputOf,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import { decide, type GroupIntent } from '../../groups/intent.ts'
import { groupFor } from '../../members.ts'
import type { Room } from '../../parts.ts'
import { toEntry } from '../../store/log-record.ts'

type Changed = OutputOf<typeof messages.changeGroup>

export async function createGroup(
  room: Room,
  { clientId, name, about = '', history = 'joining', users }: InputOf<typeof messages.createGroup>,
  actor: string,
): Promise<OutputOf<typeof messages.createGroup>> {
  const conversation = groupConversation(idOf(actor, clientId))
  const intent: GroupIntent = { type: 'create', name, about, history, users }
  const wanted = { conversation, clientId, actor, intent }
  return { conversation, entry: (await known(room, wanted)) ?? (await written(room, wanted)) }
}

export async function changeGroup(
  room: Room,
  { conversation, clientId, ...change }: InputOf<typeof messages.changeGroup>,
  actor: string,
): Promise<Changed> {
  return await changed(room, { conversation, clientId, actor, intent: { type: 'change', ...change } })
}

export async function addMembers(
  room: Room,
  { conversation, clientId, users }: InputOf<typeof messages.addMembers>,
  actor: string,
): Promise<Changed> {
  return await changed(room, { conversation, clientId, actor, intent: { type: 'add', users } })
}

export async function removeMember(
  room: Room,
  { conversation, clientId, user }: InputOf<typeof messages.removeMember>,
  actor: string,
): Promise<Changed> {
  return await changed(room, { conversation, clientId, actor, intent: { type: 'remove', user } })
}

export async function changeRole(
  room: Room,
  { conversation, clientId, user, role }: InputOf<typeof messages.changeRole>,
  actor: string,
): Promise<Changed> {
  return await changed(room, { conversation, clientId, actor, intent: { type: 'role', user, role } })
}

export async function members(
  room: Room,
  { conversation }: InputOf<typeof messages.members>,
  actor: string,
): Promise<OutputOf<typeof messages.members>> {
  const { state } = await room.members.require(conversation, actor)
  if (!state) throw new ParleyError('NOT_FOUND')
  const { pointers } = await room.conversations.one(conversation)
  return {
    group: groupFor(state, actor),
    members: [...state.members].map(([user, { role, since }]) => ({ user, role, since: since.seq })),
    pointers: pointers.filter(({ user }) => state.members.has(user)),
  }
}

interface Wanted {
  conversation: string
  clientId: string
  actor: string
  intent: GroupIntent
}

/** Writes what an intent comes to, unless nothing is to be changed. */
async function changed(room: Room, wanted: Wanted): Promise<Changed> {
  const { conversation, actor, intent } = wanted
  // Whoever has left may ask again.
  const before = await known(room, wanted)
  if (before) return { entry: before }
  const { state } = await room.members.require(conversation, actor)
  return decide(state, actor, intent) ? { entry: await written(room, wanted) } : {}
}

/** What was written for the same client id before. */
export async function known(
  { store, groups }: Room,
  { conversation, clientId, actor }: Omit<Wanted, 'intent'>,
): Promise<Entry | undefined> {
  const found = await store.byClientId(conversation, actor, clientId)
  if (found?.kind !== 'members') return undefined
  await groups.settle(conversation, found.seq)
  return toEntry(found)
}

/** Resolves when it is in the log, and lists and pointers have it. */
export async function written(
  { log, groups }: Room,
  { conversation, clientId, actor, intent }: Wanted,
): Promise<Entry> {
  const [result] = await log.write({
    conversation,
    drafts: [{ by: actor, clientId, kind: 'members', intent }],
  })
  if (!result) throw new ParleyError('INTERNAL')
  if ('error' in result) throw result.error
  await groups.settle(conversation, result.entry.seq)
  return result.entry
}

/** The same for who asks again. */
function idOf(actor: string, clientId: string): string {
  return createHash('sha256').update(`${actor} ${clientId}`).digest('hex').slice(0, 32)
}
