import type { accounts, KnownPerson, OutputOf, Person } from '@parley/contracts'
import type { Account } from '../store/store.ts'

/** Who somebody is, as the gateway needs it for a session. */
export function identityOf(
  account: Pick<Account, 'id' | 'username' | 'displayName' | 'status' | 'isAdmin' | 'epoch'>,
): OutputOf<typeof accounts.logIn> {
  return { person: personOf(account), isAdmin: account.isAdmin, epoch: account.epoch }
}

/** What everybody may know of an account. */
export function personOf({
  id,
  username,
  displayName,
  status,
  deleted,
  deletedAt,
}: Person & Pick<Account, 'deletedAt'>): Person {
  const isDeleted = deleted === true || deletedAt !== undefined
  return {
    id,
    username,
    displayName,
    ...(status === undefined ? {} : { status }),
    ...(isDeleted ? { deleted: true } : {}),
  }
}

/** What services may know of an account beside that. */
export function knownPersonOf({
  hidesPresence,
  ...account
}: KnownPerson & Pick<Account, 'deletedAt'>): KnownPerson {
  return { ...personOf(account), ...(hidesPresence ? { hidesPresence } : {}) }
}
