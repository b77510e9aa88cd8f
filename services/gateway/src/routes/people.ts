import { accounts, type Person } from '@parley/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import type { Viewer } from '../sessions/viewer.ts'
import type { PartyView } from '../views/model.ts'
import { peoplePage, switcherResults } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { conversationViews, personView } from './conversation-views.ts'
import { type RouteParts, sendHtml, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'

const pageSize = 30
/** The directory is read from its start to the page asked for; who looks for somebody further on searches. */
const maxPage = 100
const readAtOnce = 100
const switcherSize = 8

export function people(app: FastifyInstance, parts: RouteParts): void {
  app.get('/people/', { preValidation: app.requireViewer }, async (request, reply) => {
    const viewer = viewerOf(request)
    const query = queryOf(request)
    if (queryText(request, 'for') === 'switcher')
      return await sendHtml(reply, switcherResults(await switcher(viewer, query, request.id)))

    const page = queryNumber(request, 'page', { minimum: 1, maximum: maxPage }) ?? 1
    const [{ found, more }, bell] = await Promise.all([
      directoryPage(viewer, query, page, request.id),
      bellOf(app, viewer, request),
    ])
    const presence = await app.presence.of(
      viewer.person.id,
      found.map(({ id }) => id),
    )
    const view = {
      query,
      people: found.map((person) => personView(person, presence.get(person.id))),
      previousPage: page > 1 ? page - 1 : null,
      nextPage: more && page < maxPage ? page + 1 : null,
    }
    return await sendPage(request, reply, parts, { render: (chrome) => peoplePage(chrome, view), bell })
  })

  /** Everybody but the one who looks. */
  async function directoryPage(viewer: Viewer, query: string, page: number, requestId: string) {
    const end = page * pageSize
    const context = { actor: viewer.person.id, requestId }
    const all: Person[] = []
    let after: string | undefined
    let more = true
    while (more && all.length <= end) {
      const input = { query, limit: readAtOnce, ...(after === undefined ? {} : { after }) }
      const answer = await app.call(accounts.directory, input, context)
      all.push(...answer.people.filter(({ id }) => id !== viewer.person.id))
      after = answer.people.at(-1)?.username
      more = answer.more && after !== undefined
    }
    return { found: all.slice(end - pageSize, end), more: all.length > end || more }
  }

  /** Where one may want to write: people and one's newer groups by name, or wherever one wrote last. */
  async function switcher(viewer: Viewer, query: string, requestId: string): Promise<PartyView[]> {
    const listed = conversationViews(app, viewer, { requestId, now: parts.clock() })
    if (query === '') return (await listed).conversations.slice(0, switcherSize).map(({ peer }) => peer)
    // People are found also while nobody answers for conversations.
    const { conversations } = await listed.catch(() => ({ conversations: [] }))
    const groups = conversations
      .map(({ peer }) => peer)
      .filter((peer) => 'group' in peer && isCalled(peer.displayName, query))
    const context = { actor: viewer.person.id, requestId }
    const found = await app.call(accounts.directory, { query, limit: switcherSize + 1 }, context)
    const others = found.people.filter(({ id }) => id !== viewer.person.id).slice(0, switcherSize)
    const presence = await app.presence.of(
      viewer.person.id,
      others.map(({ id }) => id),
    )
    const persons = others.map((person) => personView(person, presence.get(person.id)))
    return [...groups.slice(0, switcherSize / 2), ...persons].slice(0, switcherSize)
  }
}

function isCalled(name: string, query: string): boolean {
  return name.toLocaleLowerCase('en').includes(query.toLocaleLowerCase('en'))
}

/** What is longer than any name finds what its beginning finds. */
export function queryOf(request: FastifyRequest): string {
  const given = (queryText(request, 'q') ?? '').toWellFormed().replaceAll('\0', '').trim()
  return Array.from(given.slice(0, 200)).slice(0, 100).join('')
}
