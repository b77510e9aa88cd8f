import { Type } from 'typebox'
import { Entry, MessageText, Pointer } from './entries.ts'
import { PublicErrorSchema } from './errors.ts'
import { limits } from './limits.ts'
import { ClientId, ConversationId, Mention, Seq } from './names.ts'
import { operation } from './operation.ts'

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page }))
const closed = { additionalProperties: false }

/**
 * Writes messages of one sender to one conversation, in the order given, each once: a client id that is in the
 * log already is answered with what is there (with another text: CONFLICT). What follows a failed message is not
 * tried, so that the order stands. `re` is the number of the message that one is a reply to, which has to be there
 * (INVALID, field `re`). Of `mentions`, those stay who are members of the group, and `*` where its sender is an admin.
 * Instead of a text one may have `forward`: a message that its sender can read (NOT_FOUND), and that is not deleted
 * (CONFLICT), is written as it is now, and marked as forwarded. In a closed conversation each is refused for good
 * (FORBIDDEN). Answered when durable. `seen` is the seq up to which the sender had read.
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
        Type.Object(
          {
            clientId: ClientId,
            text: Type.Optional(MessageText),
            forward: Type.Optional(Type.Object({ conversation: ConversationId, n: Seq }, closed)),
            re: Type.Optional(Seq),
            mentions: Type.Optional(Type.Array(Mention, { maxItems: limits.mentions })),
          },
          closed,
        ),
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
export const Quotes = Type.Optional(Type.Array(Entry))

/**
 * Messages by their numbers `n`, as they are now, oldest first: the newest, those below `before`, or those above `after`.
 * An answer is cut at its first missing number. What the asking member may not see is passed over. A conversation without messages is an empty one.
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
    /** The number of the first message that the asking member may see. */
    first: Seq,
    quotes: Quotes,
    head: Type.Object({ seq: Seq, n: Seq }),
    pointers: Type.Array(Pointer),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/**
 * Entries after a seq, as they were written (but for deleted texts), oldest first; `head` says how far there are more.
 * What resume is made of. What the asking member may not see is a `void` in its place.
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
