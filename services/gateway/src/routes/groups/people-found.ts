import { accounts } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../../sessions/viewer.ts'
import { viewerOf } from '../../sessions/gates.ts'
import { pickerResults } from '../../views/groups/index.ts'
import type { PersonView } from '../../views/model.ts'
import { conversationViews, personView } from '../conversation-views.ts'
import { type RouteParts, sendHtml } from '../pages.ts'
import { queryText } from '../query.ts'
import { searchQuery } from '../search-query.ts'

const most = 8

/** `GET /messages/groups/people/?q=`: whom one may want in a group, as options for where they are chosen. */
export function peopleFound(app: FastifyInstance, parts: RouteParts): void {
  app.get('/messages/groups/people/', { preValidation: app.requireViewer }, async (request, reply) => {
    const viewer = viewerOf(request)
    const query = searchQuery(queryText(request, 'q'))
    const people = await (query === '' ? latest(viewer, request.id) : search(viewer, query, request.id))
    return await sendHtml(reply, pickerResults(people))
  })

  async function latest(viewer: Viewer, requestId: string): Promise<PersonView[]> {
    const { conversations } = await conversationViews(app, viewer, { requestId, now: parts.clock() })
    return conversations.flatMap(({ peer }) => ('username' in peer ? [peer] : [])).slice(0, most)
  }

  async function search(viewer: Viewer, query: string, requestId: string): Promise<PersonView[]> {
    const context = { actor: viewer.person.id, requestId }
    const found = await app.call(accounts.directory, { query, limit: most + 1 }, context)
    const others = found.people.filter(({ id }) => id !== viewer.person.id)
    return others.slice(0, most).map((person) => personView(person))
  }
}
