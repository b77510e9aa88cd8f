import { Type } from 'typebox'
import { limits } from './limits.ts'
import { At, ConversationId, UserId } from './names.ts'
import { operation } from './operation.ts'

const closed = { additionalProperties: false }

/**
 * From the answer on, neither the acting person nor the other one can write, edit or react in their one-to-one
 * conversation (FORBIDDEN, in the same words for both); what is there stays, and each can delete what is theirs. Done
 * again, it changes nothing. Nobody else is told. Oneself: INVALID. More than 1,000 people: CONFLICT.
 */
export const block = operation({
  owner: 'messages',
  name: 'block',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/blocks',
  summary: 'Block a person',
  input: Type.Object({ user: UserId }, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'CONFLICT', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/** Takes back a block of the acting person's; if the other one has none, both can write again. None there: nothing to do. */
export const unblock = operation({
  owner: 'messages',
  name: 'unblock',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/blocks/:user',
  summary: 'Unblock a person',
  input: Type.Object({ user: UserId }, closed),
  output: Type.Object({}),
  errors: ['RATE_LIMITED', 'UNAVAILABLE'],
})

/** Whom the acting person blocks, the newest first, all of them. Who blocks the acting person is for nobody to know. */
export const blocked = operation({
  owner: 'messages',
  name: 'blocked',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/blocks',
  summary: 'List whom one blocks',
  input: Type.Object({}, closed),
  output: Type.Object({ blocked: Type.Array(Type.Object({ user: UserId, at: At })) }),
  errors: ['UNAVAILABLE'],
})

/** Those of some one-to-one conversations in which nothing can be written, as one of the two blocks the other. */
export const closedOf = operation({
  owner: 'messages',
  name: 'closedOf',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/closed-conversations',
  summary: 'Find closed conversations',
  input: Type.Object({ conversations: Type.Array(ConversationId, { minItems: 1, maxItems: 1_000 }) }, closed),
  output: Type.Object({ conversations: Type.Array(ConversationId) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** One person blocks another since a time. */
export const KeptBlock = Type.Object({ by: UserId, of: UserId, at: At }, closed)

/** Everybody's blocks, in pages: `after` is the `next` of the page before; without a `next` it was the last. */
export const copyBlocks = operation({
  owner: 'messages',
  name: 'copyBlocks',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/all-blocks',
  summary: 'Copy blocks',
  input: Type.Object({ after: Type.Optional(Type.String({ maxLength: 100 })) }, closed),
  output: Type.Object({ blocks: Type.Array(KeptBlock), next: Type.Optional(Type.String()) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Puts back what `copyBlocks` has given; what is there already stays as it is. */
export const restoreBlocks = operation({
  owner: 'messages',
  name: 'restoreBlocks',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/all-blocks',
  summary: 'Put blocks back',
  input: Type.Object({ blocks: Type.Array(KeptBlock, { maxItems: limits.page }) }, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'UNAVAILABLE'],
})
