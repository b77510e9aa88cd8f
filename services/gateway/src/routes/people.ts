import { accounts, type Person } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../sessions/gates.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { forwardOptions, peoplePage, switcherResults } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { chromeOf } from './chrome.ts'
import { personView } from './conversation-views.ts'
import { type RouteParts, sendHtml, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'
import { searchQuery } from './search-query.ts'
import { whomToWrite } from './whom-to-write.ts'

const pageSize = 30
/** The directory is read from its start to the page asked for; who looks for somebody further on searches. */
const maxPage = 100
const readAtOnce = 100
const switcherSize = 8
const forwardSize = 20

export function people(app: FastifyInstance, parts: RouteParts): void {
  app.get('/people/', { preValidation: app.requireViewer }, async (request, reply) => {
    const viewer = viewerOf(request)
    const query = searchQuery(queryText(request, 'q'))
    const place = queryText(request, 'for')
    if (place === 'switcher' || place === 'forward') {
      const limit = place === 'switcher' ? switcherSize : forwardSize
      const found = await whomToWrite(app, viewer, {
        query,
        limit,
        requestId: request.id,
        now: parts.clock(),
      })
      return await sendHtml(
        reply,
        place === 'switcher'
          ? switcherResults(found.map(({ party }) => party))
          : forwardOptions(chromeOf(request, reply, parts), found),
      )
    }

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
}
