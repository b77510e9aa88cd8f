import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { groupId } from '@parley/contracts'
import { audienceOf } from '../../errors/audience.ts'
import { knownError, retryAfterSeconds } from '../../errors/known-error.ts'
import { groupBody } from '../../groups/group-body.ts'
import { viewerOf } from '../../sessions/gates.ts'
import type { Viewer } from '../../sessions/viewer.ts'
import type { GroupDone, GroupErrors } from '../../views/groups/model.ts'
import { type Fields, fieldsOf } from '../bodies.ts'
import type { RouteParts } from '../pages.ts'
import { type AboutRequest, showAbout } from './about-page.ts'
import { groupErrors, inGroupNames } from './group-errors.ts'
import { groupInPath } from '../group-param.ts'

export interface Asked {
  request: FastifyRequest
  reply: FastifyReply
  viewer: Viewer
  conversation: string
  fields: Fields
}

export interface GroupForm {
  /** Behind the group's own address. */
  path: string
  /** Does what the form asks for, and returns what the page says then. */
  run: (asked: Asked) => Promise<GroupDone>
  /** What stands in the page again where the form was refused. */
  typed?: (asked: Asked) => Promise<AboutRequest['told']>
}

/**
 * One form of the page about a group: for scripts the group as it is then. Done, it leads back to the page, which says so;
 * refused, it is answered with the page and why.
 */
export function groupForm(app: FastifyInstance, parts: RouteParts, form: GroupForm): void {
  const { typed = async () => ({}) } = form
  const options = { preValidation: [app.requireViewer, app.requireCsrf] }
  app.post(`/messages/group/:group/${form.path}`, options, async (request, reply) => {
    const conversation = groupInPath(request)
    const viewer = viewerOf(request)
    const asked = { request, reply, viewer, conversation, fields: fieldsOf(request.body) }
    const about = `/messages/group/${groupId(conversation)}/about/`
    try {
      const done = await form.run(asked)
      if (audienceOf(request) !== 'json') return await reply.redirect(`${about}?done=${done}`, 303)
      const { group } = await app.askGroup(viewer, 'members', { conversation }, request.id)
      return await reply.send(groupBody(conversation, group))
    } catch (error) {
      const { errors, status } = refusalOf(error, asked)
      const told = { ...(await typed(asked)), errors }
      return await showAbout(app, parts, request, reply, { conversation, told, status })
    }
  })
}

/** Why a form was refused, for its page. @throws the error where no page says it: to scripts, and what is no refusal */
export function refusalOf(
  error: unknown,
  { request, reply }: Pick<Asked, 'request' | 'reply'>,
): { errors: GroupErrors; status: number } {
  const known = knownError(error)
  if (audienceOf(request) === 'json') throw inGroupNames(known)
  if (known.status >= 500 || known.code === 'NOT_FOUND' || known.code === 'UNAUTHENTICATED') throw known
  const seconds = retryAfterSeconds(known)
  if (seconds !== undefined) reply.header('retry-after', String(seconds))
  return { errors: groupErrors(known), status: known.status }
}
