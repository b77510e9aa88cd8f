import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { knownPersonOf, personOf } from '../person/identity.ts'
import { searchPrefix } from '../person/search-terms.ts'
import { foldUsername } from '../person/username.ts'

const defaultLimit = 50

/** Also those who are disabled: their conversations stay, and need names. */
export async function person(
  { store }: Room,
  { username }: InputOf<typeof accounts.person>,
): Promise<OutputOf<typeof accounts.person>> {
  const account = await store.byUsername(foldUsername(username))
  if (!account) throw new ParleyError('NOT_FOUND', 'There is nobody with this username.')
  return { ...knownPersonOf(account), joinedAt: account.joinedAt }
}

/** In the order asked for, each once. */
export async function people(
  { store }: Room,
  { ids }: InputOf<typeof accounts.people>,
): Promise<OutputOf<typeof accounts.people>> {
  if (ids.length === 0) return { people: [] }
  const wanted = [...new Set(ids)]
  const found = new Map((await store.people(wanted)).map((one) => [one.id, one]))
  return { people: wanted.flatMap((id) => found.get(id) ?? []) }
}

export async function directory(
  { store }: Room,
  { query = '', after = '', limit = defaultLimit }: InputOf<typeof accounts.directory>,
): Promise<OutputOf<typeof accounts.directory>> {
  const found = await store.search({ prefix: searchPrefix(query), after, limit: limit + 1 })
  return { people: found.slice(0, limit).map(personOf), more: found.length > limit }
}

export async function census({ store }: Room): Promise<OutputOf<typeof accounts.census>> {
  return { people: await store.count() }
}
