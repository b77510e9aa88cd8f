import { createHmac } from 'node:crypto'
import {
  type Invite,
  type InputOf,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import type { GroupState } from '../../groups/group-state.ts'
import type { Room } from '../../parts.ts'
import type { StoredInvite } from '../../store/store.ts'
import { known, written } from './change-group.ts'

export async function createInvite(
  room: Room,
  { conversation, clientId, forMs, most }: InputOf<typeof messages.createInvite>,
  actor: string,
): Promise<OutputOf<typeof messages.createInvite>> {
  await requireAdmin(room, conversation, actor)
  const { store, secret } = room
  const now = room.now()
  const token = tokenOf(secret, [conversation, actor, clientId])
  const others = await store.invitesOf(conversation)
  const same = others.find((invite) => invite.token === token)
  if (same) return { invite: shown(same) }
  // What lets nobody in any more makes room.
  for (const over of others.filter((invite) => !isOpen(invite, now)))
    await store.removeInvite(conversation, over.token)
  if (others.filter((invite) => isOpen(invite, now)).length >= limits.groupInvites)
    throw new ParleyError(
      'CONFLICT',
      `A group has up to ${limits.groupInvites} invites: end another one first.`,
    )
  const invite: StoredInvite = {
    token,
    conversation,
    by: actor,
    at: now,
    used: 0,
    ...(forMs === undefined ? {} : { until: now + forMs }),
    ...(most === undefined ? {} : { most }),
  }
  await store.putInvite(invite)
  return { invite: shown(invite) }
}

export async function invites(
  room: Room,
  { conversation }: InputOf<typeof messages.invites>,
  actor: string,
): Promise<OutputOf<typeof messages.invites>> {
  await requireAdmin(room, conversation, actor)
  const found = await room.store.invitesOf(conversation)
  return { invites: found.filter((invite) => isOpen(invite, room.now())).map(shown) }
}

export async function endInvite(
  room: Room,
  { conversation, token }: InputOf<typeof messages.endInvite>,
  actor: string,
): Promise<OutputOf<typeof messages.endInvite>> {
  await requireAdmin(room, conversation, actor)
  await room.store.removeInvite(conversation, token)
  return {}
}

export async function invitation(
  room: Room,
  { token }: InputOf<typeof messages.invitation>,
  actor: string,
): Promise<OutputOf<typeof messages.invitation>> {
  const { invite, state } = await find(room, token)
  const isMember = state.members.has(actor)
  // Who is in finds the group, though the last place was taken.
  if (!isMember && !isOpen(invite, room.now())) throw new ParleyError('NOT_FOUND')
  const { conversation, by, until } = invite
  const { name, about, members } = state
  const end = until === undefined ? {} : { until }
  return { conversation, name, about, count: members.size, by, isMember, ...end }
}

export async function join(
  room: Room,
  { token, clientId }: InputOf<typeof messages.join>,
  actor: string,
): Promise<OutputOf<typeof messages.join>> {
  const { invite, state } = await find(room, token)
  const { conversation } = invite
  const before = await known(room, { conversation, clientId, actor })
  if (before) return { conversation, entry: before }
  if (state.members.has(actor)) return { conversation }
  if (!(await room.store.useInvite(token, room.now()))) throw new ParleyError('NOT_FOUND')
  const entry = await written(room, { conversation, clientId, actor, intent: { type: 'join' } })
  return { conversation, entry }
}

/** An invite, and the group as it is. @throws ParleyError NOT_FOUND, also where who made it may not let anybody in any more */
async function find(room: Room, token: string): Promise<{ invite: StoredInvite; state: GroupState }> {
  const invite = await room.store.invite(token)
  const state = invite && (await room.members.groupOf(invite.conversation))
  const role = invite && state?.members.get(invite.by)?.role
  if (!invite || !state || role === undefined || role === 'member') throw new ParleyError('NOT_FOUND')
  return { invite, state }
}

async function requireAdmin({ members }: Room, conversation: string, actor: string): Promise<void> {
  const { state } = await members.require(conversation, actor)
  if (!state) throw new ParleyError('NOT_FOUND')
  if (state.members.get(actor)?.role === 'member')
    throw new ParleyError('FORBIDDEN', 'Only the owner and admins of a group can invite people.')
}

function isOpen({ until = Infinity, most = Infinity, used }: Invite, now: number): boolean {
  return until > now && used < most
}

function shown({ conversation: _, ...invite }: StoredInvite): Invite {
  return invite
}

/** Unguessable without the secret, and the same for who asks again. */
function tokenOf(secret: string, parts: string[]): string {
  return createHmac('sha256', secret)
    .update(`invite ${parts.join(' ')}`)
    .digest('base64url')
    .slice(0, 32)
}
