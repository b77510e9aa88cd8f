import { Type } from 'typebox'
import { Unread } from './entries.ts'
import { limits } from './limits.ts'
import { UserId } from './names.ts'
import { operation } from './operation.ts'

/** The acting person's unread count and the newest unread messages, counted now: what a page and a new socket show. */
export const unread = operation({
  owner: 'notifications',
  name: 'unread',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/unread',
  summary: 'What a person has not read',
  input: Type.Object({}, { additionalProperties: false }),
  output: Unread,
  errors: ['UNAVAILABLE'],
})

/**
 * Counts what some people have not read and tells their sockets, as soon as everybody's turn comes: for members of groups,
 * of whom only the gateways know who is there to be told. Answered when they are told.
 */
export const tellUnread = operation({
  owner: 'notifications',
  name: 'tellUnread',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/told',
  summary: 'Tell people what they have not read',
  input: Type.Object(
    { users: Type.Array(UserId, { minItems: 1, maxItems: limits.groupMembers }) },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  errors: ['INVALID', 'UNAVAILABLE'],
})
