import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { parseDjangoHash } from '../password/django-hash.ts'
import { newAccountId } from '../person/account-id.ts'
import { importedDisplayName } from '../person/display-name.ts'
import { personOf } from '../person/identity.ts'
import { usernameClaim } from '../person/deleted-person.ts'
import { searchTerms } from '../person/search-terms.ts'
import { newUsername } from '../person/username.ts'

export async function importPerson(
  room: Room,
  input: InputOf<typeof accounts.importPerson>,
): Promise<OutputOf<typeof accounts.importPerson>> {
  const username = newUsername(input.username)
  const legacyIterations = iterationsOf(input.passwordHash)
  const displayName = importedDisplayName(input.displayName, username)
  const account = {
    id: newAccountId(),
    username,
    displayName,
    passwordHash: input.passwordHash,
    legacyIterations,
    isAdmin: input.isAdmin,
    disabled: input.disabled,
    joinedAt: input.joinedAt ?? room.clock(),
    terms: searchTerms(username, displayName),
    claim: usernameClaim(username),
  }
  const known = await room.store.byUsername(username)
  if (known) return { person: personOf(known), created: false }
  if ((await room.store.insert(account)) === 'inserted') {
    room.legacyCost.noteAtLeast(legacyIterations)
    return { person: personOf(account), created: true }
  }
  const first = await room.store.byUsername(username)
  if (!first)
    throw new ParleyError('INVALID', 'This username was that of an account that is deleted.', {
      field: 'username',
    })
  return { person: personOf(first), created: false }
}

function iterationsOf(passwordHash: string): number {
  if (passwordHash === '') return 0
  const hash = parseDjangoHash(passwordHash)
  if (!hash)
    throw new ParleyError('INVALID', 'The password hash is not one of the kind pbkdf2_sha256.', {
      field: 'password_hash',
    })
  return hash.iterations
}
