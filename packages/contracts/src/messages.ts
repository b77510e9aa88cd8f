import { Type } from 'typebox'
import { Conversation, Entry, Head, MessageText, Pointer, Unread } from './entries.ts'
import { longestEmoji } from './emoji.ts'
import { PublicErrorSchema } from './errors.ts'
import { limits } from './limits.ts'
import { At, ClientId, ConversationId, Seq, UserId } from './names.ts'
import { operation } from './operation.ts'
import { arrangement, KeptOwn, Own } from './own.ts'

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page }))
const closed = { additionalProperties: false }

/**
 * Writes messages of one sender to one conversation, in the order given, each once: a client id that is in the
 * log already is answered with what is there (with another text: CONFLICT). What follows a failed message is not
 * tried, so that the order stands. `re` is the number of the message that one is a reply to, which has to be there
 * (INVALID, field `re`). Answered when durable. `seen` is the seq up to which the sender had read.
 */
export const send = operation({
  owner: 'messages',
  name: 'send',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/conversations/:conversation/messages',
  summary: 'Write messages',
  affinity: 'conversation',
  input: Type.Object(
    {
      conversation: ConversationId,
      messages: Type.Array(
        Type.Object({ clientId: ClientId, text: MessageText, re: Type.Optional(Seq) }, closed),
        {
          minItems: 1,
          maxItems: limits.sendBatch,
        },
      ),
      seen: Type.Optional(Seq),
    },
    closed,
  ),
  output: Type.Object({
    results: Type.Array(
      Type.Union([
        Type.Object({ clientId: ClientId, entry: Entry }),
        Type.Object({ clientId: ClientId, error: PublicErrorSchema }),
      ]),
    ),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** Messages that others are replies to, as they are now, their texts cut as previews. */
const Quotes = Type.Optional(Type.Array(Entry))

/**
 * Messages by their numbers `n`, as they are now, oldest first: the newest, those below `before`, or those above `after`.
 * An answer is cut at its first missing number. A conversation without messages is an empty one.
 */
export const history = operation({
  owner: 'messages',
  name: 'history',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation/messages',
  summary: 'Read messages',
  input: Type.Object(
    { conversation: ConversationId, before: Type.Optional(Seq), after: Type.Optional(Seq), limit: Limit },
    closed,
  ),
  output: Type.Object({
    messages: Type.Array(Entry),
    quotes: Quotes,
    head: Type.Object({ seq: Seq, n: Seq }),
    pointers: Type.Array(Pointer),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

const oneMessage = { conversation: ConversationId, n: Seq }

/**
 * Gives a message of the acting person another text. Answered when durable, with the entry that does so. A client id
 * that is in the log already is answered with what is there. Whoever edits last is right; a message that is deleted
 * cannot be edited (CONFLICT), and stays so whatever comes after it.
 */
export const edit = operation({
  owner: 'messages',
  name: 'edit',
  actsFor: 'person',
  method: 'PATCH',
  path: '/v1/conversations/:conversation/messages/:n',
  summary: 'Edit a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId, text: MessageText }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/**
 * Deletes a message of the acting person for everybody. Answered when its text is gone: from the log, its earlier
 * versions, previews and counts. Its place stays. One that is deleted already is answered with the entry that did it.
 */
export const remove = operation({
  owner: 'messages',
  name: 'remove',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/conversations/:conversation/messages/:n',
  summary: 'Delete a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

const Emoji = Type.String({ minLength: 1, maxLength: longestEmoji })

/**
 * Reacts to a message, one's own or another's, with one emoji. Answered when durable, with the entry that says so. What
 * is there already is answered with the entry that it is from. A deleted message takes none (CONFLICT), nor does one with
 * 20 kinds of them a further kind (CONFLICT, field `emoji`).
 */
export const react = operation({
  owner: 'messages',
  name: 'react',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/conversations/:conversation/messages/:n/reactions',
  summary: 'React to a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId, emoji: Emoji }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** Takes a reaction of the acting person back. Answered without an entry where there is none. */
export const unreact = operation({
  owner: 'messages',
  name: 'unreact',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/conversations/:conversation/messages/:n/reactions',
  summary: 'Take a reaction back',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId, emoji: Emoji }, closed),
  output: Type.Object({ entry: Type.Optional(Entry) }),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** A message as it is now, and its texts with the entries they are from, the newest first, up to 100; none once it is deleted. */
export const versions = operation({
  owner: 'messages',
  name: 'versions',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation/messages/:n/versions',
  summary: 'Read the versions of a message',
  input: Type.Object(oneMessage, closed),
  output: Type.Object({
    message: Entry,
    quotes: Quotes,
    versions: Type.Array(Type.Object({ seq: Seq, at: At, text: Type.String() })),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/**
 * Entries after a seq, as they were written (but for deleted texts), oldest first; `head` says how far there are more.
 * What resume is made of.
 */
export const changes = operation({
  owner: 'messages',
  name: 'changes',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation/entries',
  summary: 'Read what came after an entry',
  input: Type.Object({ conversation: ConversationId, after: Seq, limit: Limit }, closed),
  output: Type.Object({
    entries: Type.Array(Entry),
    quotes: Quotes,
    head: Type.Object({ seq: Seq, n: Seq }),
    pointers: Type.Array(Pointer),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

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
 * and how each has arranged them. What was acknowledged before the call is in it. With `changes`, it is what a backup is made of.
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
      }),
    ),
    more: Type.Boolean(),
  }),
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
      entries: Type.Array(Type.Omit(Entry, ['conversation', 'edited', 'deleted', 'reactions']), {
        minItems: 1,
        maxItems: limits.page,
      }),
      pointers: Type.Array(Pointer, { maxItems: 100 }),
      owns: Type.Optional(Type.Array(KeptOwn, { maxItems: 100 })),
    },
    closed,
  ),
  output: Type.Object({}),
  errors: ['INVALID', 'CONFLICT', 'UNAVAILABLE'],
})
