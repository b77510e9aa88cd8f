import { randomUUIDv7 } from 'node:crypto'
import { groupId, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../../errors/audience.ts'
import { viewerOf } from '../../sessions/gates.ts'
import { invitesPage } from '../../views/groups/index.ts'
import type { InvitesView } from '../../views/groups/model.ts'
import { bellOf } from '../bell.ts'
import { fieldsOf, textField } from '../bodies.ts'
import { clientIdFor, clientIdOf } from '../client-id.ts'
import { type RouteParts, sendPage } from '../pages.ts'
import { queryText } from '../query.ts'
import { groupView } from './about-page.ts'
import { refusalOf } from './group-form.ts'
import { groupInPath } from '../group-param.ts'
import { forMsField, mostField } from './invite-fields.ts'
import { inviteBodies, inviteViews } from './invite-views.ts'
import { sendForbidden } from './refusal.ts'

const doneThings = ['made', 'ended'] as const

/** `/messages/group/<id>/invites/`: the links that lead into a group; `POST` makes one, `…/end/` ends one. */
export function invites(app: FastifyInstance, parts: RouteParts): void {
  const path = '/messages/group/:group/invites/'
  app.get(path, { preValidation: app.requireViewer }, async (request, reply) => {
    if (audienceOf(request) === 'json') {
      const found = await app.askGroup(viewerOf(request), 'invites', asked(request), request.id)
      return { invites: await inviteBodies(app, parts, request, found.invites) }
    }
    const done = doneThings.find((one) => one === queryText(request, 'done'))
    return await show(request, reply, { done })
  })
  app.get(`${path}end/`, async (request, reply) => await reply.redirect(urlOf(request), 303))

  const writing = { preValidation: [app.requireViewer, app.requireCsrf] }
  app.post(path, writing, async (request, reply) => {
    const fields = fieldsOf(request.body)
    const clientId = clientIdOf(fields)
    try {
      const bounds = { forMs: forMsField(fields), most: mostField(fields) }
      const given = Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined))
      const id = audienceOf(request) === 'json' ? clientId : clientIdFor(clientId, given)
      const input = { ...asked(request), clientId: id, ...given }
      const { invite } = await app.askGroup(viewerOf(request), 'createInvite', input, request.id)
      if (audienceOf(request) !== 'json') return await reply.redirect(`${urlOf(request)}?done=made`, 303)
      const [body] = await inviteBodies(app, parts, request, [invite])
      return await reply.send(body)
    } catch (error) {
      const refused = refusalOf(error, { request, reply })
      const next = { expires: textField(fields, 'expires'), uses: textField(fields, 'uses'), clientId }
      return await show(request, reply, { ...refused, ...next })
    }
  })

  app.post(`${path}end/`, writing, async (request, reply) => {
    const token = textField(fieldsOf(request.body), 'token')
    try {
      if (!isToken(token)) throw new ParleyError('INVALID', 'There is no such link.', { field: 'token' })
      await app.askGroup(viewerOf(request), 'endInvite', { ...asked(request), token }, request.id)
      if (audienceOf(request) === 'json') return await reply.code(204).send()
      return await reply.redirect(`${urlOf(request)}?done=ended`, 303)
    } catch (error) {
      return await show(request, reply, refusalOf(error, { request, reply }))
    }
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    more: Partial<InvitesView> & { status?: number },
  ) {
    const viewer = viewerOf(request)
    try {
      const [{ group }, found, bell] = await Promise.all([
        app.askGroup(viewer, 'members', asked(request), request.id),
        app.askGroup(viewer, 'invites', asked(request), request.id),
        bellOf(app, viewer, request),
      ])
      const { status, ...told } = more
      const view: InvitesView = {
        group: groupView(groupInPath(request), group),
        invites: await inviteViews(app, parts, request, found.invites),
        expires: '',
        uses: '',
        errors: {},
        clientId: randomUUIDv7(),
        ...told,
      }
      const render = (chrome: Parameters<typeof invitesPage>[0]) => invitesPage(chrome, view)
      return await sendPage(request, reply, parts, {
        render,
        bell,
        ...(status === undefined ? {} : { status }),
      })
    } catch (error) {
      return await sendForbidden(request, reply, parts, error)
    }
  }
}

export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{20,64}$/.test(text)
}

function asked(request: FastifyRequest): { conversation: string } {
  return { conversation: groupInPath(request) }
}

function urlOf(request: FastifyRequest): string {
  return `/messages/group/${groupId(groupInPath(request))}/invites/`
}
