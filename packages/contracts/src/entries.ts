import { type Static, Type } from 'typebox'
import { Group, GroupChange } from './groups.ts'
import { limits } from './limits.ts'
import { At, ClientId, ConversationId, Mention, Seq, UserId } from './names.ts'
import { Own } from './own.ts'
import { Text } from './text.ts'

export const Reaction = Type.Object({
  emoji: Type.String(),
  /** Who reacted with it, and by which entries; in the order of these. */
  by: Type.Array(Type.Object({ user: UserId, seq: Seq })),
})
export type Reaction = Static<typeof Reaction>

/**
 * One entry of a conversation's log. `seq` counts entries, `n` messages, both 1, 2, 3 … without a hole, so a gap
 * always means a loss. Readers take the `seq` of kinds they do not know and ignore the rest.
 *
 * Kinds: `message` with its `text`; `edit`, another `text` for the message numbered `of`; `delete`, after which that
 * message has none, in the log neither; `react` and `unreact`, with an emoji as `text`. Of a message the last edit
 * stands, and of each person's reactions with one emoji the last, unless a deletion is anywhere in the log. `pin` and
 * `unpin`, by whomever: of a message the last of these stands, with the same exception. `members` says by its `group`
 * what has become of a group. `void` is what its reader may not see: of one entry, or of those `from` … `seq`, the numbers
 * alone (`by` and `clientId` are `0` then, and so is `at`).
 */
export const Entry = Type.Object({
  conversation: ConversationId,
  seq: Seq,
  n: Seq,
  kind: Type.String({ maxLength: 20 }),
  by: UserId,
  clientId: ClientId,
  at: At,
  text: Type.Optional(Type.String()),
  /** The `n` of the message that a message is a reply to. */
  re: Type.Optional(Seq),
  /** A message that its author took over from a conversation of theirs; from which, or whose it was, is not said. */
  forwarded: Type.Optional(Type.Literal(true)),
  /** The `n` of the message that an entry changes. */
  of: Type.Optional(Seq),
  group: Type.Optional(GroupChange),
  /** Members whom a message mentions; `*` is everybody. */
  mentions: Type.Optional(Type.Array(Mention)),
  /** The first seq of a `void` that stands for several. */
  from: Type.Optional(Seq),
  /** Of a message as it is now: the entry that its text is from, where it is not its first. */
  edited: Type.Optional(Type.Object({ seq: Seq, at: At })),
  /** Of a message as it is now: the entry that took its text away. */
  deleted: Type.Optional(Type.Object({ seq: Seq, at: At, by: UserId })),
  /** Of a message as it is now: the entry that pinned it, for all of the conversation. */
  pinned: Type.Optional(Type.Object({ seq: Seq, at: At, by: UserId })),
  /** Of a message as it is now: what people reacted with, in the order of the first of each; at most 20. */
  reactions: Type.Optional(Type.Array(Reaction)),
})
export type Entry = Static<typeof Entry>

export const MessageText = Text(1, limits.messageCharacters)

/** The newest message shortly: `n`, who wrote it, and the `seq` of the entry that its text is from. */
export const Preview = Type.Object({
  by: UserId,
  /** Empty where it was deleted. */
  text: Type.String(),
  n: Type.Optional(Seq),
  seq: Type.Optional(Seq),
  deleted: Type.Optional(Type.Literal(true)),
})
export type Preview = Static<typeof Preview>

/**
 * How far the entries of a conversation are known, when its newest message was sent or its group last changed, and that
 * message shortly.
 */
export const Head = Type.Object({ seq: Seq, n: Seq, at: At, preview: Type.Optional(Preview) })
export type Head = Static<typeof Head>

/** How far one member has come. Moves forward only, never beyond the log. */
export const Pointer = Type.Object({ user: UserId, readSeq: Seq, readN: Seq, deliveredSeq: Seq })
export type Pointer = Static<typeof Pointer>

/** A conversation as one member finds it. */
export const Conversation = Type.Object({
  conversation: ConversationId,
  head: Head,
  /** Every member's, the asking one's included; of a group the asking one's alone where many are listed or it has many members. */
  pointers: Type.Array(Pointer),
  /** Messages after the asking member's `readN` that are not its own and not deleted; counted up to 1,000. */
  unread: Seq,
  /** How many of those mention the asking member, up to 100; left out where none does. */
  mentions: Type.Optional(Seq),
  /** How the asking member has arranged it, where they have. */
  own: Type.Optional(Own),
  group: Type.Optional(Group),
  /** Nothing can be written in it; told where one conversation is asked for, and not in lists. */
  closed: Type.Optional(Type.Literal(true)),
})
export type Conversation = Static<typeof Conversation>

/** What a person has not read, without what is muted: the whole count, and the newest such messages with their texts cut as previews. */
export const Unread = Type.Object({
  user: UserId,
  count: Seq,
  messages: Type.Array(Entry),
  /**
   * The newest messages that mention the person and are not read, up to 100, their texts cut as previews; also where all
   * but mentions is muted. Left out where there are none.
   */
  mentions: Type.Optional(Type.Array(Entry)),
  /** When it may be more without anything happening: something is muted until then. */
  until: Type.Optional(At),
})
export type Unread = Static<typeof Unread>
