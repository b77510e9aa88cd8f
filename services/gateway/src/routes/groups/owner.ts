import { ParleyError } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import { viewerOf } from '../../sessions/gates.ts'
import { handOverPage } from '../../views/groups/index.ts'
import { bellOf } from '../bell.ts'
import { personView } from '../conversation-views.ts'
import { type RouteParts, sendPage } from '../pages.ts'
import { queryText } from '../query.ts'
import { groupView } from './about-page.ts'
import { groupInPath } from '../group-param.ts'
import { sendForbidden } from './refusal.ts'

/** `GET /messages/group/<id>/owner/?to=<username>` asks once more before the group is handed over. */
export function owner(app: FastifyInstance, parts: RouteParts): void {
  app.get('/messages/group/:group/owner/', { preValidation: app.requireViewer }, async (request, reply) => {
    const conversation = groupInPath(request)
    const viewer = viewerOf(request)
    const [{ group, members }, bell] = await Promise.all([
      app.askGroup(viewer, 'members', { conversation }, request.id),
      bellOf(app, viewer, request),
    ])
    if (group.role !== 'owner') {
      const error = new ParleyError('FORBIDDEN', 'Only the owner of a group can hand it over.')
      return await sendForbidden(request, reply, parts, error)
    }
    const others = members.map(({ user }) => user).filter((user) => user !== viewer.person.id)
    const people = await app.people.byIds(others, request.id)
    const to = [...people.values()].find(({ username }) => username === queryText(request, 'to'))
    if (!to) throw new ParleyError('NOT_FOUND')
    const view = { group: groupView(conversation, group), person: personView(to) }
    return await sendPage(request, reply, parts, { render: (chrome) => handOverPage(chrome, view), bell })
  })
}
