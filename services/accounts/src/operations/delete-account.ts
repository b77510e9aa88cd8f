import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { deletedName, deletedUsername, usernameClaim } from '../person/deleted-person.ts'
import type { Acting } from './acting.ts'
import { matches } from './own-account.ts'
import { endedSession } from './sessions.ts'

/**
 * One write makes the account nobody's. What follows it (the sessions' records, and telling everybody, so that messages
 * does its part) is kept as untold by that same write: whoever is cut off after it, a later round goes on.
 */
export async function deleteAccount(
  room: Room,
  { epoch, current }: InputOf<typeof accounts.deleteAccount>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.deleteAccount>> {
  const account = await room.store.byId(actor)
  // Asked again after a lost answer.
  if (account?.deletedAt !== undefined) return {}
  if (!account || account.disabled || account.epoch !== epoch) throw endedSession()
  if (!(await matches(room, current, account)))
    throw new ParleyError('FORBIDDEN', 'This is not your current password.', { field: 'current_password' })
  const erased = await room.store.erase(actor, {
    username: deletedUsername(actor),
    displayName: deletedName,
    claim: usernameClaim(account.username),
    at: room.clock(),
    ifEpoch: epoch,
  })
  if (!erased) throw endedSession()
  const { id: user, revision, epoch: ended, toldEpoch } = erased
  room.announcer.tell({ kind: 'account', user, revision, epoch: ended, toldEpoch, isDeleted: true })
  return {}
}
