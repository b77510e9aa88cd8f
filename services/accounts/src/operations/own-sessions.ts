import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { identityOf } from '../person/identity.ts'
import { type Acting, livingAccount } from './acting.ts'
import { changeAccount } from './change-account.ts'
import { maxSessions } from './noted-sessions.ts'
import { endedSession } from './sessions.ts'

export async function ownSessions(
  room: Room,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.ownSessions>> {
  const { epoch } = await livingAccount(room, actor)
  const all = await room.store.sessions(actor, epoch, maxSessions)
  const sessions = all
    .filter(({ expiresAt }) => expiresAt > room.clock())
    .map(({ session, device, begunAt, usedAt }) => ({ session, device, ...since(begunAt), usedAt }))
  return { sessions }
}

export async function endOwnSession(
  room: Room,
  { session }: InputOf<typeof accounts.endOwnSession>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.endOwnSession>> {
  const { store, announcer } = room
  const { epoch } = await livingAccount(room, actor)
  const known = await store.session(actor, session)
  if (known?.epoch === epoch) {
    await store.endSession({ user: actor, session, expiresAt: known.expiresAt, epoch })
    announcer.tell({ kind: 'session', user: actor, session, epoch })
  } else if (!(await store.isEnded(actor, session)))
    throw new ParleyError('NOT_FOUND', 'You have no such session.', { field: 'session' })
  return {}
}

export async function endOtherSessions(
  room: Room,
  { epoch, session }: InputOf<typeof accounts.endOtherSessions>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.endOtherSessions>> {
  await livingAccount(room, actor)
  const begun = await begunAtOf(room, actor, session)
  // Who does this in a session that has ended would get a new one by it: the epoch keeps that out.
  const changed = await changeAccount(room, actor, { endSessions: true, ifEpoch: epoch })
  if (!changed) throw endedSession()
  return { ...identityOf(changed), ...begun }
}

/** Since when somebody is logged in by a session. */
export async function begunAtOf(
  { store }: Room,
  user: string,
  session: string,
): Promise<{ begunAt?: number }> {
  return since((await store.session(user, session))?.begunAt ?? 0)
}

function since(begunAt: number): { begunAt?: number } {
  return begunAt === 0 ? {} : { begunAt }
}
