import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { identityOf } from '../person/identity.ts'
import { noteSession, useIsNews } from './noted-sessions.ts'

export async function beginSession(
  room: Room,
  { begunAt = room.clock(), device = '', ...input }: InputOf<typeof accounts.beginSession>,
): Promise<OutputOf<typeof accounts.beginSession>> {
  await livingSession(room, input)
  await noteSession(room, { ...input, device, begunAt })
  return {}
}

export async function checkSession(
  room: Room,
  { expiresAt, device = '', ...input }: InputOf<typeof accounts.checkSession>,
): Promise<OutputOf<typeof accounts.checkSession>> {
  const { account, known } = await livingSession(room, input)
  if (expiresAt !== undefined && useIsNews(room, known)) {
    try {
      await noteSession(room, { ...input, device, begunAt: 0, expiresAt })
    } catch (error) {
      // It lives all the same, and its next use is noted.
      room.app.log.warn({ err: error, user: input.user }, 'the use of a session was not noted')
    }
  }
  return identityOf(account)
}

export async function endSession(
  { store, announcer }: Room,
  { user, session, expiresAt }: InputOf<typeof accounts.endSession>,
): Promise<OutputOf<typeof accounts.endSession>> {
  const account = await store.byId(user)
  if (!account) return {}
  const { epoch } = account
  await store.endSession({ user, session, expiresAt, epoch })
  announcer.tell({ kind: 'session', user, session, epoch })
  return {}
}

/** @throws ParleyError UNAUTHENTICATED where it has ended */
async function livingSession(
  { store }: Room,
  { user, epoch, session }: { user: string; epoch: number; session: string },
) {
  const [account, ended, known] = await Promise.all([
    store.byId(user),
    store.isEnded(user, session),
    store.session(user, session),
  ])
  if (!account || account.disabled || account.epoch !== epoch || ended) throw endedSession()
  return { account, known }
}

export function endedSession(): ParleyError {
  return new ParleyError('UNAUTHENTICATED', 'This session has ended. Please log in again.')
}
