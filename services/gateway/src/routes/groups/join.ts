import { randomUUIDv7 } from 'node:crypto'
import { groupId, ParleyError } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { audienceOf } from '../../errors/audience.ts'
import { knownError } from '../../errors/known-error.ts'
import { groupBody } from '../../groups/group-body.ts'
import { isoTime } from '../../rendering/iso-time.ts'
import { viewerOf } from '../../sessions/gates.ts'
import { joinPage } from '../../views/groups/index.ts'
import { bellOf } from '../bell.ts'
import { personView } from '../conversation-views.ts'
import { type RouteParts, sendPage } from '../pages.ts'
import { refusalOf } from './group-form.ts'
import { isToken } from './invites.ts'
import { sendFailure } from './refusal.ts'

const noInvitation = {
  status: 404,
  heading: 'This link lets nobody in',
  detail:
    'It has ended, has let in as many as it was made for, or was never there. Ask whoever gave it to you for another one.',
} as const

/** `/join/<token>/`: what a link leads into, before one joins; `POST` joins. */
export function join(app: FastifyInstance, parts: RouteParts): void {
  app.get('/join/:token/', { preValidation: app.requireViewer }, async (request, reply) => {
    try {
      return await show(request, reply)
    } catch (error) {
      return await sendNone(request, reply, error)
    }
  })

  const writing = { preValidation: [app.requireViewer, app.requireCsrf] }
  app.post('/join/:token/', writing, async (request, reply) => {
    const viewer = viewerOf(request)
    try {
      const input = { token: tokenOf(request), clientId: randomUUIDv7() }
      const { conversation } = await app.askGroup(viewer, 'join', input, request.id)
      if (audienceOf(request) !== 'json') return await reply.redirect(urlOf(conversation), 303)
      const { group } = await app.askGroup(viewer, 'members', { conversation }, request.id)
      return await reply.send(groupBody(conversation, group))
    } catch (error) {
      if (knownError(error).code === 'NOT_FOUND') return await sendNone(request, reply, error)
      const { errors, status } = refusalOf(error, { request, reply })
      return await show(request, reply, { problem: Object.values(errors)[0], status })
    }
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { problem, status }: { problem?: string | undefined; status?: number } = {},
  ) {
    const viewer = viewerOf(request)
    const token = tokenOf(request)
    const found = await app.askGroup(viewer, 'invitation', { token }, request.id)
    const { conversation, name, about, count, isMember } = found
    const by = (await app.people.byIds([found.by], request.id)).get(found.by)
    const until = found.until === undefined ? undefined : isoTime(found.until)
    const shown = { id: groupId(conversation), name, about, count }
    if (audienceOf(request) === 'json')
      return await reply.send({
        ...shown,
        by: by?.username ?? null,
        until: until ?? null,
        is_member: isMember,
      })
    if (isMember) return await reply.redirect(urlOf(conversation), 303)
    const view = { ...shown, token, by: by && personView(by), until, problem }
    return await sendPage(request, reply, parts, {
      render: (chrome) => joinPage(chrome, view),
      bell: await bellOf(app, viewer, request),
      ...(status === undefined ? {} : { status }),
    })
  }

  async function sendNone(request: FastifyRequest, reply: FastifyReply, error: unknown) {
    const known = knownError(error)
    if (known.code !== 'NOT_FOUND') throw known
    return await sendFailure(request, reply, parts, known, noInvitation)
  }
}

/** @throws NOT_FOUND for what can be none */
function tokenOf(request: FastifyRequest): string {
  const { token } = request.params as { token: string }
  if (!isToken(token)) throw new ParleyError('NOT_FOUND')
  return token
}

function urlOf(conversation: string): string {
  return `/messages/group/${groupId(conversation)}/`
}
