import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { identityOf } from '../person/identity.ts'

export async function checkSession(
  { store }: Room,
  { user, epoch, session }: InputOf<typeof accounts.checkSession>,
): Promise<OutputOf<typeof accounts.checkSession>> {
  const [account, ended] = await Promise.all([store.byId(user), store.isEnded(user, session)])
  if (!account || account.disabled || account.epoch !== epoch || ended) throw endedSession()
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

export function endedSession(): ParleyError {
  return new ParleyError('UNAUTHENTICATED', 'This session has ended. Please log in again.')
}
