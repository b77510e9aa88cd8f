import { Type } from 'typebox'
import { Entry, MessageText, Pointer } from './entries.ts'
import { Invite } from './groups.ts'
import { limits } from './limits.ts'
import { At, ClientId, ConversationId, Seq, UserId } from './names.ts'
import { operation } from './operation.ts'
import { KeptOwn } from './own.ts'

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page }))
const closed = { additionalProperties: false }

/**
 * Takes over messages of another application, oldest first, with their own times (never before the predecessor's)
 * and how far each member had read (`read`: the client id of the newest read message of others). Repeating does no harm.
 */
export const importMessages = operation({
  owner: 'messages',
  name: 'importMessages',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/conversations/:conversation/import',
  summary: 'Take over messages',
  affinity: 'conversation',
  input: Type.Object(
    {
      conversation: ConversationId,
      messages: Type.Array(
        Type.Object(
          { by: UserId, clientId: ClientId, text: MessageText, at: At, read: Type.Boolean() },
          closed,
        ),
        {
          minItems: 1,
          maxItems: limits.page,
        },
      ),
    },
    closed,
  ),
  output: Type.Object({ written: Seq, known: Seq }),
  errors: ['INVALID', 'CONFLICT', 'UNAVAILABLE'],
})

/**
 * Conversations with entries in the order of their ids, after `after`: which there are, how far their members had come,
 * how each has arranged them, and which
 * invites a group has. What was acknowledged before the call is in it. With `allEntries`, it is what a backup is made of.
 */
export const allConversations = operation({
  owner: 'messages',
  name: 'allConversations',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/all-conversations',
  summary: 'List the conversations of everybody',
  input: Type.Object({ after: Type.Optional(ConversationId), limit: Limit }, closed),
  output: Type.Object({
    conversations: Type.Array(
      Type.Object({
        conversation: ConversationId,
        pointers: Type.Array(Pointer),
        owns: Type.Optional(Type.Array(KeptOwn)),
        invites: Type.Optional(Type.Array(Invite)),
      }),
    ),
    more: Type.Boolean(),
  }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Entries of any conversation after a seq, as they were written (but for deleted texts), oldest first. */
export const allEntries = operation({
  owner: 'messages',
  name: 'allEntries',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/all-conversations/:conversation/entries',
  summary: 'Read the entries of a conversation',
  input: Type.Object({ conversation: ConversationId, after: Seq, limit: Limit }, closed),
  output: Type.Object({ entries: Type.Array(Entry), head: Type.Object({ seq: Seq, n: Seq }) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/**
 * Puts entries back as they were: the next ones of a conversation's log, numbered without a hole, and with the last of
 * them how far its members had come and how they have arranged it. Entries that are there already are known by their client ids; others in their
 * place: CONFLICT.
 */
export const restore = operation({
  owner: 'messages',
  name: 'restore',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/conversations/:conversation/restore',
  summary: 'Put entries back',
  input: Type.Object(
    {
      conversation: ConversationId,
      entries: Type.Array(Type.Omit(Entry, ['conversation', 'edited', 'deleted', 'pinned', 'reactions']), {
        minItems: 1,
        maxItems: limits.page,
      }),
      pointers: Type.Array(Pointer, { maxItems: limits.groupMembers }),
      owns: Type.Optional(Type.Array(KeptOwn, { maxItems: limits.groupMembers })),
      invites: Type.Optional(Type.Array(Invite, { maxItems: limits.groupMembers })),
    },
    closed,
  ),
  output: Type.Object({}),
  errors: ['INVALID', 'CONFLICT', 'UNAVAILABLE'],
})
