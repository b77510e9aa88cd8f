import { isDeepStrictEqual } from 'node:util'
import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { assertNewPassword } from '../password/new-password.ts'
import { newDisplayName } from '../person/display-name.ts'
import { identityOf, personOf } from '../person/identity.ts'
import { searchTerms } from '../person/search-terms.ts'
import { newStatus } from '../person/status.ts'
import type { Account } from '../store/store.ts'
import { type Acting, livingAccount } from './acting.ts'
import { changeAccount } from './change-account.ts'
import { begunAtOf } from './own-sessions.ts'
import { endedSession } from './sessions.ts'

export async function changeName(
  room: Room,
  { displayName }: InputOf<typeof accounts.changeName>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.changeName>> {
  const account = await livingAccount(room, actor)
  const { username } = account
  const name = newDisplayName(displayName, username)
  if (name === account.displayName) return personOf(account)
  const wanted = { displayName: { name, terms: searchTerms(username, name) }, endSessions: false }
  const changed = await changeAccount(room, actor, wanted)
  if (!changed) throw endedSession()
  return personOf(changed)
}

export async function setStatus(
  room: Room,
  input: InputOf<typeof accounts.setStatus>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.setStatus>> {
  const account = await livingAccount(room, actor)
  const status = newStatus(input, room.clock())
  if (isDeepStrictEqual(status, account.status)) return personOf(account)
  const changed = await changeAccount(room, actor, { status: status ?? null, endSessions: false })
  if (!changed) throw endedSession()
  return personOf(changed)
}

export async function hidePresence(
  room: Room,
  { hidden }: InputOf<typeof accounts.hidePresence>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.hidePresence>> {
  const account = await livingAccount(room, actor)
  if ((account.hidesPresence ?? false) === hidden) return { hidden }
  const changed = await changeAccount(room, actor, { hidesPresence: hidden, endSessions: false })
  if (!changed) throw endedSession()
  return { hidden }
}

export async function changePassword(
  room: Room,
  input: InputOf<typeof accounts.changePassword>,
  { actor }: Acting,
): Promise<OutputOf<typeof accounts.changePassword>> {
  const account = await livingAccount(room, actor)
  assertNewPassword(input.password, account.username)
  if (account.epoch !== input.epoch) return await repeated(room, input, account)
  if (!(await matches(room, input.current, account)))
    throw new ParleyError('FORBIDDEN', 'This is not your current password.', { field: 'current_password' })
  const begun = await begunAtOf(room, actor, input.session)
  const passwordHash = await room.passwords.hash(input.password)
  const wanted = { passwordHash, endSessions: true, ifEpoch: input.epoch }
  const changed = await changeAccount(room, actor, wanted)
  if (changed) return { ...identityOf(changed), ...begun }
  return await repeated(room, input, await livingAccount(room, actor))
}

/** A session that has ended, unless it was by this very change, whose answer got lost: then the new password is there. */
async function repeated(
  room: Room,
  { epoch, password }: InputOf<typeof accounts.changePassword>,
  account: Account,
): Promise<OutputOf<typeof accounts.changePassword>> {
  if (account.epoch !== epoch + 1 || !(await matches(room, password, account))) throw endedSession()
  return identityOf(account)
}

export async function matches(room: Room, password: string, { passwordHash }: Account): Promise<boolean> {
  const legacyIterations = await room.legacyCost.iterations()
  return (await room.passwords.check(password, passwordHash, legacyIterations)).matches
}
