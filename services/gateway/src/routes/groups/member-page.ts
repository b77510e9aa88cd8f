import type { Member, Person, Role } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../../sessions/viewer.ts'
import type { GroupAboutView } from '../../views/groups/model.ts'
import { personView } from '../conversation-views.ts'

const pageSize = 50

export interface MemberQuery {
  query: string
  page: number
}

/** One page of the members whom a query finds: the owner, admins, then everybody else by name. */
export async function memberPage(
  app: FastifyInstance,
  viewer: Viewer,
  members: readonly Member[],
  { query, page, requestId }: MemberQuery & { requestId: string },
): Promise<Pick<GroupAboutView, 'members' | 'query' | 'previousPage' | 'nextPage'>> {
  const people = await app.people.byIds(
    members.map(({ user }) => user),
    requestId,
  )
  const found = members
    .flatMap(({ user, role }) => {
      const person = people.get(user)
      return person && matches(person, query) ? [{ person, role }] : []
    })
    .toSorted(
      (a, b) => ranks[a.role] - ranks[b.role] || names.compare(a.person.displayName, b.person.displayName),
    )
  const shown = found.slice((page - 1) * pageSize, page * pageSize)
  const presence = await app.presence.of(
    viewer.person.id,
    shown.map(({ person }) => person.id),
  )
  return {
    members: shown.map(({ person, role }) => ({
      person: personView(person, presence.get(person.id)),
      role,
      isViewer: person.id === viewer.person.id,
    })),
    query,
    previousPage: page > 1 ? page - 1 : null,
    nextPage: found.length > page * pageSize ? page + 1 : null,
  }
}

const ranks: Record<Role, number> = { owner: 0, admin: 1, member: 2 }
const names = new Intl.Collator('en')

/** By the start of the username or of a word of the name, as in the directory. */
function matches({ username, displayName }: Person, query: string): boolean {
  const wanted = folded(query)
  return username.startsWith(wanted) || ` ${folded(displayName)}`.includes(` ${wanted}`)
}

function folded(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return bare.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ').trim()
}
