import { type accounts, type InputOf, type OutputOf, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { usernameClaim } from '../person/deleted-person.ts'
import { searchTerms } from '../person/search-terms.ts'

const limit = 200
const nothing = { people: [], invites: [], ended: [] }

export async function copy(
  { store }: Room,
  { what, after = '' }: InputOf<typeof accounts.copy>,
): Promise<OutputOf<typeof accounts.copy>> {
  const page = { after, limit }
  switch (what) {
    case 'people': {
      const people = await store.copyPeople(page)
      return { ...nothing, people, ...next(people, ({ id }) => id) }
    }
    case 'invites': {
      const invites = await store.copyInvites(page)
      return { ...nothing, invites, ...next(invites, ({ digest }) => digest) }
    }
    case 'ended': {
      const ended = await store.copyEnded(page)
      return { ...nothing, ended, ...next(ended, ({ user, session }) => `${user}:${session}`) }
    }
  }
}

export async function restorePeople(
  { store, legacyCost }: Room,
  kept: InputOf<typeof accounts.restorePeople>,
): Promise<OutputOf<typeof accounts.restorePeople>> {
  // What people are found by follows from their names, by the rules of this version.
  const terms = new Map(
    kept.people.map(({ id, username, displayName, deletedAt }) => [
      id,
      deletedAt === undefined ? searchTerms(username, displayName) : [],
    ]),
  )
  const claims = new Map(kept.people.map(({ id, username, claim }) => [id, claim ?? usernameClaim(username)]))
  if ((await store.restore({ ...kept, terms, claims })) === 'conflict') throw new ParleyError('CONFLICT')
  for (const { legacyIterations } of kept.people) legacyCost.noteAtLeast(legacyIterations)
  return {}
}

function next<T>(page: readonly T[], keyOf: (one: T) => string): { next?: string } {
  const last = page.at(-1)
  return last === undefined || page.length < limit ? {} : { next: keyOf(last) }
}
