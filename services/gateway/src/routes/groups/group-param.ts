import { groupConversation, isGroup, ParleyError } from '@parley/contracts'
import type { FastifyRequest } from 'fastify'

/** The group that an address names. @throws NOT_FOUND where it can be none */
export function groupOf(request: FastifyRequest): string {
  const conversation = groupConversation((request.params as { group: string }).group)
  if (!isGroup(conversation)) throw new ParleyError('NOT_FOUND')
  return conversation
}
