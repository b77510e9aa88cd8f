import { groupId, type OutputOf, type socket } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { viewerOf } from '../../sessions/gates.ts'
import { aboutGroupPage } from '../../views/groups/index.ts'
import type { GroupAboutView, GroupView } from '../../views/groups/model.ts'
import { bellOf } from '../bell.ts'
import { type RouteParts, sendPage } from '../pages.ts'
import { type MemberQuery, memberPage } from './member-page.ts'

export type Members = OutputOf<socket.GroupOperations['members']>

export interface AboutRequest extends Partial<MemberQuery> {
  conversation: string
  /** What was just done, or why a form was refused. */
  told?: Partial<Pick<GroupAboutView, 'fields' | 'people' | 'errors' | 'done'>>
  status?: number
}

/** Answers with the page about a group. @throws NOT_FOUND for who is no member */
export async function showAbout(
  app: FastifyInstance,
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { conversation, query = '', page = 1, told = {}, status }: AboutRequest,
): Promise<FastifyReply> {
  const viewer = viewerOf(request)
  const [{ group, members }, bell] = await Promise.all([
    app.askGroup(viewer, 'members', { conversation }, request.id),
    bellOf(app, viewer, request),
  ])
  const { name, about, history } = group
  const shown = await memberPage(app, viewer, members, { query, page, requestId: request.id })
  const view: GroupAboutView = {
    group: groupView(conversation, group),
    fields: { name, about, history },
    people: [],
    errors: {},
    ...shown,
    ...told,
  }
  return await sendPage(request, reply, parts, {
    render: (chrome) => aboutGroupPage(chrome, view),
    bell,
    ...(status === undefined ? {} : { status }),
  })
}

export function groupView(conversation: string, group: Members['group']): GroupView {
  const { name, about, history, count, role } = group
  return { id: groupId(conversation), name, about, history, count, role }
}
