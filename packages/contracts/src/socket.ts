import { type Static, Type } from 'typebox'
import { Conversation, Entry, MessageText, Pointer, Unread } from './entries.ts'
import { PublicErrorSchema } from './errors.ts'
import { Group } from './groups.ts'
import { limits } from './limits.ts'
import { versions } from './messages.ts'
import { At, ClientId, ConversationId, Seq, UserId, Username } from './names.ts'
import { ArrangedTold, arrangement, Own } from './own.ts'
import { Person } from './people.ts'
import { SavedId, SavedMessage } from './saved.ts'
import { Group as GroupRequest } from './socket-groups.ts'
import { LeftTold, TypingTold } from './typing.ts'

/**
 * The frames of `/ws/`, JSON objects with a `type`. A request carries an `id` of the client's choice and gets one
 * answer with the same `id` (`type: 'answer'` or `type: 'error'`). Unknown keys and types of frames are ignored by
 * both sides. docs/protocol.md is the specification; a test holds it to these schemas.
 */
const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** First frame, once. `render` asks for `html` beside each entry (for Parley's own pages). */
export const Hello = Type.Object({
  type: Type.Literal('hello'),
  id: Id,
  version: Type.Literal(1),
  render: Type.Optional(Type.Boolean()),
})

/** Opens (without writing anything) the one-to-one conversation with a person. */
export const Open = Type.Object({ type: Type.Literal('open'), id: Id, username: Username })

/** Sends one message. Answered when durable. To be repeated with the same client id after an unclear end. */
export const Send = Type.Object({
  type: Type.Literal('send'),
  id: Id,
  conversation: ConversationId,
  clientId: ClientId,
  text: MessageText,
  /** The number of the message that this is a reply to. */
  re: Type.Optional(Seq),
  /** The seq up to which the sender has seen the conversation. */
  seen: Type.Optional(Seq),
})

/**
 * Writes a message to other conversations, as it is now and marked as forwarded. Answered when all is durable that could be
 * written; to be repeated with the same client id, which is that of each.
 */
export const Forward = Type.Object({
  type: Type.Literal('forward'),
  id: Id,
  conversation: ConversationId,
  /** The message's number. */
  n: Seq,
  clientId: ClientId,
  to: Type.Array(ConversationId, { minItems: 1, maxItems: limits.forwardedAtOnce }),
})

/** Gives a message of one's own another text. Answered when durable; to be repeated with the same client id. */
export const Edit = Type.Object({
  type: Type.Literal('edit'),
  id: Id,
  conversation: ConversationId,
  /** The message's number. */
  n: Seq,
  clientId: ClientId,
  text: MessageText,
})

/** Deletes a message of one's own for everybody. Answered when its text is gone; to be repeated with the same client id. */
export const Delete = Type.Object({
  type: Type.Literal('delete'),
  id: Id,
  conversation: ConversationId,
  n: Seq,
  clientId: ClientId,
})

const Reacting = { id: Id, conversation: ConversationId, n: Seq, clientId: ClientId, emoji: Type.String() }

/** Reacts to a message with one emoji. To be repeated with the same client id; what is there already stays. */
export const React = Type.Object({ type: Type.Literal('react'), ...Reacting })

/** Takes one's reaction back. To be repeated with the same client id. */
export const Unreact = Type.Object({ type: Type.Literal('unreact'), ...Reacting })

const Pinning = { id: Id, conversation: ConversationId, n: Seq, clientId: ClientId }

/** Pins a message for all of its conversation. To be repeated with the same client id; what is pinned stays so. */
export const Pin = Type.Object({ type: Type.Literal('pin'), ...Pinning })

/** Ends that, whoever pinned it. To be repeated with the same client id. */
export const Unpin = Type.Object({ type: Type.Literal('unpin'), ...Pinning })

/** The messages that are pinned in a conversation. */
export const Pinned = Type.Object({ type: Type.Literal('pinned'), id: Id, conversation: ConversationId })

/** Saves a message for this person alone; what is saved already stays so. */
export const Save = Type.Object({
  type: Type.Literal('save'),
  id: Id,
  conversation: ConversationId,
  n: Seq,
})

/** Ends that. */
export const Unsave = Type.Object({
  type: Type.Literal('unsave'),
  id: Id,
  conversation: ConversationId,
  n: Seq,
})

/** What this person has saved. */
export const SavedRequest = Type.Object({
  type: Type.Literal('saved'),
  id: Id,
  /** The `next` of the page before. */
  before: Type.Optional(SavedId),
})

/** The texts that a message has had. */
export const Versions = Type.Object({
  type: Type.Literal('versions'),
  id: Id,
  conversation: ConversationId,
  n: Seq,
})

export const Changes = Type.Object({
  type: Type.Literal('changes'),
  id: Id,
  conversation: ConversationId,
  after: Seq,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page })),
})

export const History = Type.Object({
  type: Type.Literal('history'),
  id: Id,
  conversation: ConversationId,
  before: Type.Optional(Seq),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page })),
})

export const Heads = Type.Object({ type: Type.Literal('heads'), id: Id })

export const Inbox = Type.Object({
  type: Type.Literal('inbox'),
  id: Id,
  before: Type.Optional(At),
  /** Those that were put away, instead of the others. */
  archived: Type.Optional(Type.Boolean()),
})

/** Pins, archives, mutes a conversation or marks it as unread, for this person alone. */
export const Arrange = Type.Object({
  type: Type.Literal('arrange'),
  id: Id,
  conversation: ConversationId,
  ...arrangement,
})

/** Blocks a person: neither can write to the other any more. */
export const Block = Type.Object({ type: Type.Literal('block'), id: Id, user: UserId })

/** Takes one's own block of a person back. */
export const Unblock = Type.Object({ type: Type.Literal('unblock'), id: Id, user: UserId })

/** Asks whom this person blocks. */
export const Blocked = Type.Object({ type: Type.Literal('blocked'), id: Id })

export const Read = Type.Object({
  type: Type.Literal('read'),
  id: Id,
  conversation: ConversationId,
  seq: Seq,
})

/** Has no answer: the client has these entries. */
export const Delivered = Type.Object({
  type: Type.Literal('delivered'),
  conversation: ConversationId,
  seq: Seq,
})

/** Whose presence this client wants to be told of; replaces what it asked before. */
export const Watch = Type.Object({
  type: Type.Literal('watch'),
  id: Id,
  users: Type.Array(UserId, { maxItems: 200 }),
})

/** Who some people are, by their ids: those who wrote to a group, say. */
export const AskPeople = Type.Object({
  type: Type.Literal('people'),
  id: Id,
  users: Type.Array(UserId, { maxItems: 200 }),
})

/** Has no answer: this person is writing something in a conversation, or (`active: false`) not any more. */
export const Typing = Type.Object({
  type: Type.Literal('typing'),
  conversation: ConversationId,
  active: Type.Boolean(),
})

/** Any time; answered at once. For clients that cannot see WebSocket pings, as in browsers. */
export const Ping = Type.Object({ type: Type.Literal('ping'), id: Id })

export const requestFrames = {
  hello: Hello,
  open: Open,
  send: Send,
  forward: Forward,
  edit: Edit,
  delete: Delete,
  react: React,
  unreact: Unreact,
  pin: Pin,
  unpin: Unpin,
  pinned: Pinned,
  save: Save,
  unsave: Unsave,
  saved: SavedRequest,
  versions: Versions,
  changes: Changes,
  history: History,
  heads: Heads,
  inbox: Inbox,
  arrange: Arrange,
  block: Block,
  unblock: Unblock,
  blocked: Blocked,
  read: Read,
  delivered: Delivered,
  watch: Watch,
  people: AskPeople,
  typing: Typing,
  group: GroupRequest,
  ping: Ping,
}
export type RequestFrame = Static<(typeof requestFrames)[keyof typeof requestFrames]>
export type RequestType = keyof typeof requestFrames

/** An entry as a client gets it; `html` where it was asked for. */
export const ClientEntry = Type.Interface([Entry], { html: Type.Optional(Type.String()) })
export type ClientEntry = Static<typeof ClientEntry>

export const Presence = Type.Object({
  user: UserId,
  online: Type.Boolean(),
  /** When the person was last online, absent where that is unknown. */
  lastSeenAt: Type.Optional(At),
})
export type Presence = Static<typeof Presence>

const People = Type.Array(Person)

/** The body of each answer by the type of its request. */
export const answers = {
  hello: Type.Object({
    me: Person,
    /** So that clocks need not agree. */
    serverTime: At,
    limits: Type.Object({ messageCharacters: Seq, frameBytes: Seq, page: Seq }),
    conversations: Type.Array(
      Type.Object({
        conversation: ConversationId,
        head: Type.Object({ seq: Seq, n: Seq, at: At }),
        pointers: Type.Array(Pointer),
        own: Type.Optional(Own),
        group: Type.Optional(Group),
      }),
    ),
    people: People,
    unread: Unread,
  }),
  open: Type.Object({ conversation: Conversation, people: People }),
  send: Type.Object({ entry: ClientEntry }),
  forward: Type.Object({
    /** One for each conversation. Where none was written, the request is answered with the error. */
    results: Type.Array(
      Type.Union([
        Type.Object({ conversation: ConversationId, entry: ClientEntry }),
        Type.Object({ conversation: ConversationId, error: PublicErrorSchema }),
      ]),
    ),
  }),
  edit: Type.Object({ entry: Entry }),
  delete: Type.Object({ entry: Entry }),
  react: Type.Object({ entry: Entry }),
  unreact: Type.Object({ entry: Type.Optional(Entry) }),
  pin: Type.Object({ entry: Entry }),
  unpin: Type.Object({ entry: Type.Optional(Entry) }),
  /** The last pinned first, and who wrote them. */
  pinned: Type.Object({ messages: Type.Array(Entry), people: People }),
  save: Type.Object({}),
  unsave: Type.Object({}),
  /** The last saved first, and who is in their conversations; `next` where there is more. */
  saved: Type.Object({
    saved: Type.Array(SavedMessage),
    next: Type.Optional(SavedId),
    people: People,
  }),
  versions: versions.output,
  changes: Type.Object({
    entries: Type.Array(ClientEntry),
    quotes: Type.Optional(Type.Array(Entry)),
    head: Type.Object({ seq: Seq, n: Seq }),
    pointers: Type.Array(Pointer),
  }),
  history: Type.Object({
    entries: Type.Array(ClientEntry),
    /** The number of the first message that this person may see. */
    first: Seq,
    quotes: Type.Optional(Type.Array(Entry)),
    head: Type.Object({ seq: Seq, n: Seq }),
    pointers: Type.Array(Pointer),
  }),
  heads: Type.Object({
    conversations: Type.Array(
      Type.Object({
        conversation: ConversationId,
        head: Type.Object({ seq: Seq, n: Seq, at: At }),
        pointers: Type.Array(Pointer),
        own: Type.Optional(Own),
        group: Type.Optional(Group),
      }),
    ),
    people: People,
  }),
  inbox: Type.Object({ conversations: Type.Array(Conversation), people: People, more: Type.Boolean() }),
  arrange: Own,
  block: Type.Object({}),
  unblock: Type.Object({}),
  /** The newest first, all of them. */
  blocked: Type.Object({ blocked: Type.Array(Type.Object({ user: UserId, at: At })), people: People }),
  read: Pointer,
  /** What the operation answers. */
  group: Type.Unknown(),
  watch: Type.Object({ presence: Type.Array(Presence) }),
  people: Type.Object({ people: People }),
  ping: Type.Object({ serverTime: At }),
}
export type Answers = { [K in keyof typeof answers]: Static<(typeof answers)[K]> }

export type AnswerFrame = { type: 'answer'; id: number; body: Answers[keyof Answers] }
/** `id` is absent where the frame that is wrong had none that could be read. */
export type ErrorFrame = { type: 'error'; id?: number; error: Static<typeof PublicErrorSchema> }

/** What comes by itself. */
export const PushFrame = Type.Union([
  Type.Object({ type: Type.Literal('entry'), entry: ClientEntry }),
  /** A member (also oneself, from another device) has received or read further. */
  Type.Object({ type: Type.Literal('receipt'), conversation: ConversationId, pointer: Pointer }),
  /** A conversation's log reaches this far: who has less asks for changes. */
  Type.Object({ type: Type.Literal('head'), conversation: ConversationId, seq: Seq, n: Seq }),
  Type.Object({
    type: Type.Literal('unread'),
    unread: Unread,
    people: People,
    /** What the groups are called whose messages are among them. */
    groups: Type.Optional(Type.Array(Type.Object({ conversation: ConversationId, name: Type.String() }))),
  }),
  Type.Object({ type: Type.Literal('presence'), presence: Presence }),
  /** Somebody who is watched has another name or status. */
  Type.Object({ type: Type.Literal('person'), person: Person }),
  /** Another member is writing something: true for 5 s unless told again, or until `active` is false. */
  TypingTold,
  /** How oneself, on whichever device, has arranged a conversation. */
  ArrangedTold,
  LeftTold,
  /** Live frames may have been lost: compare heads. */
  Type.Object({ type: Type.Literal('resume') }),
])
export type PushFrame = Static<typeof PushFrame>

export type ServerFrame = AnswerFrame | ErrorFrame | PushFrame

export {
  groupOperations,
  type GroupOperation,
  type GroupOperations,
  isGroupOperation,
} from './socket-groups.ts'
export { closeCodes } from './close-codes.ts'
