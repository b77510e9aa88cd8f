import type { Member } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../../errors/audience.ts'
import { viewerOf } from '../../sessions/gates.ts'
import { leaveGroupPage } from '../../views/groups/index.ts'
import { bellOf } from '../bell.ts'
import { fieldsOf } from '../bodies.ts'
import { clientIdOf } from '../client-id.ts'
import { personView } from '../conversation-views.ts'
import { type RouteParts, sendPage } from '../pages.ts'
import { groupView } from './about-page.ts'
import { refusalOf } from './group-form.ts'
import { groupInPath } from '../group-param.ts'

/** `/messages/group/<id>/leave/`: asks once more; `POST` leaves. For scripts 204. */
export function leave(app: FastifyInstance, parts: RouteParts): void {
  const path = '/messages/group/:group/leave/'
  app.get(path, { preValidation: app.requireViewer }, async (request, reply) => {
    return await show(request, reply)
  })

  const writing = { preValidation: [app.requireViewer, app.requireCsrf] }
  app.post(path, writing, async (request, reply) => {
    const conversation = groupInPath(request)
    const viewer = viewerOf(request)
    const input = { conversation, clientId: clientIdOf(fieldsOf(request.body)), user: viewer.person.id }
    try {
      await app.askGroup(viewer, 'removeMember', input, request.id)
      if (audienceOf(request) === 'json') return await reply.code(204).send()
      return await reply.redirect('/messages/', 303)
    } catch (error) {
      const { errors, status } = refusalOf(error, { request, reply })
      return await show(request, reply, { problem: errors.form, status })
    }
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { problem, status }: { problem?: string | undefined; status?: number } = {},
  ) {
    const conversation = groupInPath(request)
    const viewer = viewerOf(request)
    const [{ group, members }, bell] = await Promise.all([
      app.askGroup(viewer, 'members', { conversation }, request.id),
      bellOf(app, viewer, request),
    ])
    const heir = await heirView(request, group.role === 'owner' ? heirOf(members) : undefined)
    const view = { group: groupView(conversation, group), heir: members.length === 1 ? null : heir, problem }
    return await sendPage(request, reply, parts, {
      render: (chrome) => leaveGroupPage(chrome, view),
      bell,
      ...(status === undefined ? {} : { status }),
    })
  }

  async function heirView(request: FastifyRequest, heir: string | undefined) {
    if (heir === undefined) return undefined
    const person = (await app.people.byIds([heir], request.id)).get(heir)
    return person && personView(person)
  }
}

/** Who owns a group after its owner, as `messages` decides it: the admin, else the member, who is there longest. */
function heirOf(members: readonly Member[]): string | undefined {
  const others = members.filter(({ role }) => role !== 'owner')
  return (others.find(({ role }) => role === 'admin') ?? others[0])?.user
}
