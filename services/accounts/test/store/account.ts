import { newAccountId } from '../../src/person/account-id.ts'
import { usernameClaim } from '../../src/person/deleted-person.ts'
import { searchTerms } from '../../src/person/search-terms.ts'
import type { NewAccount } from '../../src/store/store.ts'

/** A new account with this username, and with the rest as a test does not care. */
export function account(username: string, rest: Partial<NewAccount> = {}): NewAccount {
  const displayName = rest.displayName ?? username
  return {
    id: newAccountId(),
    username,
    displayName,
    passwordHash: '',
    isAdmin: false,
    disabled: false,
    joinedAt: 1,
    terms: searchTerms(username, displayName),
    legacyIterations: 0,
    claim: usernameClaim(username),
    ...rest,
  }
}
