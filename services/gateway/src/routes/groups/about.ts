import type { FastifyInstance } from 'fastify'
import { audienceOf } from '../../errors/audience.ts'
import { membersBody } from '../../groups/group-body.ts'
import { viewerOf } from '../../sessions/gates.ts'
import type { GroupDone } from '../../views/groups/model.ts'
import { clientIdOf } from '../client-id.ts'
import type { RouteParts } from '../pages.ts'
import { searchQuery } from '../search-query.ts'
import { queryNumber, queryText } from '../query.ts'
import { showAbout } from './about-page.ts'
import { aboutField, historyField, nameField, typedFields } from './group-fields.ts'
import { groupForm } from './group-form.ts'
import { groupInPath } from '../group-param.ts'

const doneThings: readonly GroupDone[] = ['saved', 'added', 'removed', 'role', 'owner']
/** As many as the members of a group fill. */
const maxPage = 20

/** `/messages/group/<id>/about/`: what a group is and who is in it; `POST` names and describes it. */
export function about(app: FastifyInstance, parts: RouteParts): void {
  app.get('/messages/group/:group/about/', { preValidation: app.requireViewer }, async (request, reply) => {
    const conversation = groupInPath(request)
    if (audienceOf(request) === 'json') {
      const found = await app.askGroup(viewerOf(request), 'members', { conversation }, request.id)
      const ids = found.members.map(({ user }) => user)
      return membersBody(conversation, found, await app.people.byIds(ids, request.id))
    }
    const done = doneThings.find((one) => one === queryText(request, 'done'))
    const page = queryNumber(request, 'page', { minimum: 1, maximum: maxPage }) ?? 1
    const told = done === undefined ? {} : { done }
    return await showAbout(app, parts, request, reply, {
      conversation,
      query: searchQuery(queryText(request, 'q')),
      page,
      told,
    })
  })

  groupForm(app, parts, {
    path: 'about/',
    typed: async ({ fields }) => ({ fields: typedFields(fields) }),
    async run({ request, viewer, conversation, fields }) {
      const history = historyField(fields)
      const change = {
        conversation,
        clientId: clientIdOf(fields),
        // What a script leaves out stays.
        ...(fields.name === undefined ? {} : { name: nameField(fields) }),
        ...(fields.about === undefined ? {} : { about: aboutField(fields) }),
        ...(history === undefined ? {} : { history }),
      }
      await app.askGroup(viewer, 'changeGroup', change, request.id)
      return 'saved'
    },
  })
}
