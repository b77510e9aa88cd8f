import { type Entry, limits, messages } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { membershipView, namedIn } from '../rendering/membership-view.ts'
import type { Viewer } from '../sessions/viewer.ts'
import type { MembershipView } from '../views/model.ts'

/** Pages of entries that are read for one page of messages; what became of a group beyond that is not shown on it. */
const maxPages = 5

export interface LinesRequest {
  viewer: Viewer
  conversation: string
  /** The page's first message, and where the log ends. Without it, the group has no messages yet. */
  first: Pick<Entry, 'seq' | 'n'> | undefined
  head: { seq: number; n: number }
  /** Whether nothing comes before the page. */
  isFirstPage: boolean
  /** The number of the message that the next page begins with; undefined on the newest one. */
  before: number | undefined
  requestId: string
}

/** What became of a group from the first message of a page to the next page, and on the first page before it too. @throws ParleyError */
export async function groupLines(app: FastifyInstance, asked: LinesRequest): Promise<MembershipView[]> {
  const { viewer, requestId } = asked
  const entries = await entriesOf(app, asked)
  const people = await app.people.byIds([...new Set(entries.flatMap(namedIn))], requestId)
  const nameOf = (user: string) => people.get(user)?.displayName ?? 'Somebody'
  return entries.map((entry) => membershipView(entry, { viewer: viewer.person.id, nameOf }))
}

async function entriesOf(app: FastifyInstance, asked: LinesRequest): Promise<Entry[]> {
  const { viewer, conversation, first, head, isFirstPage, before, requestId } = asked
  const start = isFirstPage || !first ? 0 : first.seq
  // Each entry that is no message makes seq run ahead of n.
  if (first && start > 0 && head.seq - head.n === first.seq - first.n) return []
  const found: Entry[] = []
  let after = start
  for (let page = 0; page < maxPages && after < head.seq; page++) {
    const input = { conversation, after, limit: limits.page }
    const { entries } = await app.call(messages.changes, input, { actor: viewer.person.id, requestId })
    for (const entry of entries) {
      if (entry.kind === 'message' && before !== undefined && entry.n >= before) return found
      if (entry.kind === 'members') found.push(entry)
    }
    const last = entries.at(-1)
    if (!last) break
    after = last.seq
  }
  return found
}
