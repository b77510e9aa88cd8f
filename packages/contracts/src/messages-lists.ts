import { Type } from 'typebox'
import { Conversation, Head, Pointer, Unread } from './entries.ts'
import { Group } from './groups.ts'
import { limits } from './limits.ts'
import { At, ConversationId, Seq, UserId } from './names.ts'
import { operation } from './operation.ts'
import { arrangement, Own } from './own.ts'

const closed = { additionalProperties: false }

/**
 * The acting person's conversations by last activity, newest first; `before` is the `at` of the last one seen. What is
 * pinned comes first, on the first page and beside the `limit` others. What is archived comes when it is asked for, and
 * alone.
 */
export const conversations = operation({
  owner: 'messages',
  name: 'conversations',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations',
  summary: 'List conversations',
  input: Type.Object(
    {
      before: Type.Optional(At),
      archived: Type.Optional(Type.Boolean()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.inboxPage })),
    },
    closed,
  ),
  output: Type.Object({ conversations: Type.Array(Conversation), more: Type.Boolean() }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Where the acting person's conversations stand, the most recently active 1,000: what a resuming client compares. */
export const heads = operation({
  owner: 'messages',
  name: 'heads',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/heads',
  summary: 'Compare heads',
  input: Type.Object({}, closed),
  output: Type.Object({
    conversations: Type.Array(
      Type.Object({
        conversation: ConversationId,
        head: Type.Omit(Head, ['preview']),
        pointers: Type.Array(Pointer),
        own: Type.Optional(Own),
        group: Type.Optional(Group),
      }),
    ),
  }),
  errors: ['UNAVAILABLE'],
})

/** One conversation as the acting person finds it. */
export const conversation = operation({
  owner: 'messages',
  name: 'conversation',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation',
  summary: 'Look at one conversation',
  input: Type.Object({ conversation: ConversationId }, closed),
  output: Conversation,
  errors: ['NOT_FOUND', 'UNAVAILABLE'],
})

/**
 * Arranges a conversation for the acting person alone: pins, archives, mutes it, or marks it as unread until it is read
 * again. Answered, with how it is arranged then, when stored and told. Of two at once the later one holds, in each of
 * these by itself. More than 20 pinned: CONFLICT. A conversation without entries: NOT_FOUND.
 */
export const arrange = operation({
  owner: 'messages',
  name: 'arrange',
  actsFor: 'person',
  method: 'PATCH',
  path: '/v1/conversations/:conversation/own',
  summary: 'Pin, archive, mute, mark as unread',
  input: Type.Object({ conversation: ConversationId, ...arrangement }, closed),
  output: Own,
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** Moves the acting person's read pointer to `seq`, and the delivered one with it. Answered when stored and told. */
export const markRead = operation({
  owner: 'messages',
  name: 'markRead',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/conversations/:conversation/read',
  summary: 'Mark as read',
  input: Type.Object({ conversation: ConversationId, seq: Seq }, closed),
  output: Pointer,
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** Moves the acting person's delivered pointers. */
export const markDelivered = operation({
  owner: 'messages',
  name: 'markDelivered',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/delivered',
  summary: 'Mark as delivered',
  input: Type.Object(
    {
      pointers: Type.Array(Type.Object({ conversation: ConversationId, seq: Seq }, closed), {
        minItems: 1,
        maxItems: 100,
      }),
    },
    closed,
  ),
  output: Type.Object({}),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** The acting person's unread count over all conversations that are not muted, and the newest five unread messages. */
export const unread = operation({
  owner: 'messages',
  name: 'unread',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/unread',
  summary: 'Count what is unread',
  input: Type.Object({}, closed),
  output: Unread,
  errors: ['UNAVAILABLE'],
})

/** The same for many people at once, in the order asked. */
export const unreadOf = operation({
  owner: 'messages',
  name: 'unreadOf',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/unread',
  summary: 'Count what is unread for many',
  input: Type.Object({ users: Type.Array(UserId, { minItems: 1, maxItems: 200 }) }, closed),
  output: Type.Object({ people: Type.Array(Unread) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})
