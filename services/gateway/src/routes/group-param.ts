import { groupConversation, ParleyError } from '@parley/contracts'
import type { FastifyRequest } from 'fastify'

/** Whether a group could have this id in its addresses. */
export function isGroupId(id: string): boolean {
  return /^[a-z0-9]{1,64}$/.test(id)
}

/** For `onRequest` of addresses of a group. @throws NOT_FOUND for what can be no id */
export async function groupIdInPath(request: FastifyRequest): Promise<void> {
  if (!isGroupId(groupOf(request))) throw new ParleyError('NOT_FOUND')
}

/** The id of the group that an address names. */
export function groupOf(request: FastifyRequest): string {
  return (request.params as { group: string }).group
}

/** The conversation of that group. @throws NOT_FOUND for what can be no id */
export function groupInPath(request: FastifyRequest): string {
  const id = groupOf(request)
  if (!isGroupId(id)) throw new ParleyError('NOT_FOUND')
  return groupConversation(id)
}
