import { randomBytes } from 'node:crypto'
import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { personOf } from '../person/identity.ts'
import type { Account, Change } from '../store/store.ts'
import { changeAccount } from './change-account.ts'
import { inviteDigest } from './sign-up.ts'

const dayMs = 24 * 60 * 60 * 1_000
const inviteDays = 7

export async function setAdmin(
  room: Room,
  { username, isAdmin }: InputOf<typeof accounts.setAdmin>,
): Promise<OutputOf<typeof accounts.setAdmin>> {
  const account = await accountOf(room, username)
  if (account.isAdmin === isAdmin) return personOf(account)
  return personOf(await change(room, account, { isAdmin, endSessions: false }))
}

export async function setDisabled(
  room: Room,
  { username, disabled }: InputOf<typeof accounts.setDisabled>,
): Promise<OutputOf<typeof accounts.setDisabled>> {
  const account = await accountOf(room, username)
  if (account.disabled === disabled) return personOf(account)
  return personOf(await change(room, account, { disabled, endSessions: disabled }))
}

export async function resetPassword(
  room: Room,
  { username }: InputOf<typeof accounts.resetPassword>,
): Promise<OutputOf<typeof accounts.resetPassword>> {
  const account = await accountOf(room, username)
  const password = randomBytes(15).toString('base64url')
  const passwordHash = await room.passwords.hash(password)
  return { person: personOf(await change(room, account, { passwordHash, endSessions: true })), password }
}

export async function createInvite(
  { store, clock }: Room,
  { days = inviteDays }: InputOf<typeof accounts.createInvite>,
): Promise<OutputOf<typeof accounts.createInvite>> {
  const invite = randomBytes(18).toString('base64url')
  const expiresAt = clock() + days * dayMs
  await store.addInvite({ digest: inviteDigest(invite), expiresAt })
  return { invite, expiresAt }
}

async function change(room: Room, account: Account, wanted: Change): Promise<Account> {
  const changed = await changeAccount(room, account.id, wanted)
  if (!changed) throw nobody()
  return changed
}

async function accountOf({ store }: Room, username: string): Promise<Account> {
  const account = await store.byUsername(username)
  if (!account || account.deletedAt !== undefined) throw nobody()
  return account
}

function nobody(): ParleyError {
  return new ParleyError('NOT_FOUND', 'There is nobody with this username.')
}
