import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { identityOf } from '../person/identity.ts'
import { foldUsername } from '../person/username.ts'

/** Every refusal takes the same steps and says the same: who has an account here is nobody's to find out. */
export async function logIn(
  room: Room,
  input: InputOf<typeof accounts.logIn>,
): Promise<OutputOf<typeof accounts.logIn>> {
  const account = await room.store.byUsername(foldUsername(input.username))
  const legacyIterations = await room.legacyCost.iterations()
  const { matches, replacement } = await room.passwords.check(
    input.password,
    account?.passwordHash,
    legacyIterations,
  )
  if (!account || !matches || account.disabled)
    throw new ParleyError('UNAUTHENTICATED', 'This username and password do not go together.')
  if (replacement !== undefined) {
    try {
      await room.store.replaceHash(account.id, account.passwordHash, replacement)
    } catch (error) {
      // The old hash serves until the next login.
      room.app.log.warn({ err: error, user: account.id }, 'a password hash could not be renewed')
    }
  }
  return identityOf(account)
}
