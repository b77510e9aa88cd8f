import type { Room } from '../parts.ts'
import type { Account, Change } from '../store/store.ts'

/** Changes an account and tells everybody; undefined where there is none, or of another epoch than was wanted. */
export async function changeAccount(room: Room, id: string, wanted: Change): Promise<Account | undefined> {
  const changed = await room.store.change(id, wanted)
  if (!changed) return undefined
  const { id: user, revision, epoch, toldEpoch } = changed
  room.announcer.tell({ kind: 'account', user, revision, epoch, toldEpoch })
  return changed
}
