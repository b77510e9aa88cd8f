import { createHash } from 'node:crypto'
import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import { identityOf } from '../person/identity.ts'
import { newAccountId } from '../person/account-id.ts'
import { newDisplayName } from '../person/display-name.ts'
import { usernameClaim } from '../person/deleted-person.ts'
import { searchTerms } from '../person/search-terms.ts'
import { newUsername } from '../person/username.ts'
import { assertNewPassword } from '../password/new-password.ts'
import type { Room } from '../parts.ts'

type Input = InputOf<typeof accounts.signUp>
type Output = OutputOf<typeof accounts.signUp>

/** How long a sign-up may be repeated by someone who got no answer to it. */
const repeatableForMs = 120_000

export async function signUp(room: Room, input: Input): Promise<Output> {
  if (room.signUp === 'closed') throw new ParleyError('FORBIDDEN', 'Sign-up is closed here.')
  const username = newUsername(input.username)
  const displayName = newDisplayName(input.displayName, username)
  assertNewPassword(input.password, username)

  const invite = room.signUp === 'invite' ? await goodInvite(room, input.invite) : undefined
  if (await room.store.byUsername(username)) return repeated(room, input, username, displayName)
  const account = {
    id: newAccountId(),
    username,
    displayName,
    passwordHash: await room.passwords.hash(input.password),
    joinedAt: room.clock(),
    isAdmin: false,
    disabled: false,
    terms: searchTerms(username, displayName),
    claim: usernameClaim(username),
    legacyIterations: 0,
    ...(invite === undefined ? {} : { invite }),
  }
  // The insert decides: of two with one username, or one invite, the store takes one.
  const outcome = await room.store.insert(account)
  if (outcome === 'usernameTaken') return repeated(room, input, username, displayName)
  if (outcome === 'inviteUsed') throw badInvite()
  return identityOf({ ...account, epoch: 0 })
}

/**
 * A taken username, unless it was taken by this very sign-up, whose answer got lost: then it has the same name and
 * password, and was a moment ago.
 */
async function repeated(room: Room, input: Input, username: string, displayName: string): Promise<Output> {
  const taken = new ParleyError('CONFLICT', 'This username is taken.', { field: 'username' })
  const account = await room.store.byUsername(username)
  if (!account || account.disabled || account.displayName !== displayName) throw taken
  if (room.clock() - account.joinedAt > repeatableForMs) throw taken
  const { matches } = await room.passwords.check(input.password, account.passwordHash, 0)
  if (!matches) throw taken
  return identityOf(account)
}

async function goodInvite(room: Room, invite: string | undefined): Promise<string> {
  const given = invite?.trim()
  if (!given) throw new ParleyError('FORBIDDEN', 'Signing up here takes an invite.', { field: 'invite' })
  const digest = inviteDigest(given)
  const expiresAt = await room.store.inviteExpiresAt(digest)
  if (expiresAt === undefined || expiresAt <= room.clock()) throw badInvite()
  return digest
}

/** Only this is kept of an invite: what is stored lets nobody in. */
export function inviteDigest(invite: string): string {
  return createHash('sha256').update(`parley invite ${invite}`).digest('base64url')
}

function badInvite(): ParleyError {
  return new ParleyError('FORBIDDEN', 'This invite is not valid, or was used already.', { field: 'invite' })
}
