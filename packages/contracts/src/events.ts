import { type Static, type TObject, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Entry, Pointer, Unread } from './entries.ts'
import { At, ConversationId, Seq, UserId } from './names.ts'
import type { Owner } from './operation.ts'
import { ArrangedTold } from './own.ts'
import { eventSubject } from './subjects.ts'
import { LeftTold, TypingTold } from './typing.ts'
import { type Check, checkOf } from './validate.ts'

/** Something that happened and must arrive at every service that cares, at least once. Ids and numbers, no text. */
export interface EventType<D extends TObject = TObject> {
  owner: Owner
  /** `<owner>.v1.<noun>.<past>` */
  subject: string
  data: D
  check: Check<Envelope<Static<D>>>
}

/** How an event travels; unknown keys are tolerated, so that versions can differ during an upgrade. */
export interface Envelope<D> {
  id: string
  type: string
  at: number
  data: D
}

export type DataOf<E> = E extends { data: infer D extends TObject } ? Static<D> : never

function event<D extends TObject>(owner: Owner, noun: string, past: string, data: D): EventType<D> {
  const envelope = Type.Object({ id: Type.String(), type: Type.String(), at: At, data })
  return { owner, subject: eventSubject(owner, noun, past), data, check: checkOf(Compile(envelope)) }
}

/**
 * Entries of one lane are in the log, in their order: what one writer wrote together travels together. Its id names the
 * lane and its places from first to last, so that the same portion is kept once and another one never taken for it.
 */
export const entriesCreated = event(
  'messages',
  'entries',
  'created',
  Type.Object({
    entries: Type.Array(
      Type.Object({
        conversation: ConversationId,
        seq: Seq,
        n: Seq,
        kind: Type.String(),
        by: UserId,
        /** Nobody for a group: its members are counted where they are connected. */
        members: Type.Array(UserId),
      }),
    ),
  }),
)

/** A member has read further. Its id is `conversation:user:readSeq`. */
export const readMoved = event(
  'messages',
  'read',
  'moved',
  Type.Object({ conversation: ConversationId, user: UserId, readSeq: Seq, readN: Seq }),
)

/** A member has arranged a conversation otherwise. Its id is `conversation:user:own:revision`. */
export const ownChanged = event(
  'messages',
  'own',
  'changed',
  Type.Object({ conversation: ConversationId, user: UserId, revision: Seq }),
)

/** One of two people blocks the other now, or does not any more: caches forget what they know of that conversation. */
export const blockChanged = event(
  'messages',
  'block',
  'changed',
  Type.Object({ conversation: ConversationId, user: UserId, change: Type.String() }),
)

/** A person's name or standing changed: caches forget them. */
export const personChanged = event('accounts', 'person', 'changed', Type.Object({ user: UserId }))

/** A person has deleted their account: whatever is kept of them elsewhere goes, but for what they wrote to others. */
export const personDeleted = event('accounts', 'person', 'deleted', Type.Object({ user: UserId }))

/** One session of a person ended, or (null) all of them up to and including `epoch`. */
export const sessionEnded = event(
  'accounts',
  'session',
  'ended',
  Type.Object({ user: UserId, session: Type.Union([Type.String(), Type.Null()]), epoch: Seq }),
)

/**
 * What gateways push to one person's sockets, published on `liveSubject(user)` as an array in order. May be lost:
 * what must not be can be had again from the log.
 */
export const LiveEvent = Type.Union([
  Type.Object({ type: Type.Literal('entry'), entry: Entry }),
  Type.Object({
    type: Type.Literal('receipt'),
    conversation: ConversationId,
    pointer: Pointer,
  }),
  Type.Object({
    type: Type.Literal('head'),
    conversation: ConversationId,
    seq: Seq,
    n: Seq,
  }),
  /** Counts of one notifications instance grow in `order`; what another one counted cannot be compared with them. */
  Type.Object({ type: Type.Literal('unread'), unread: Unread, instance: Type.String(), order: Seq }),
  TypingTold,
  ArrangedTold,
  /** This person is no member of a group any more. */
  LeftTold,
  Type.Object({ type: Type.Literal('ended'), session: Type.Union([Type.String(), Type.Null()]), epoch: Seq }),
])
export type LiveEvent = Static<typeof LiveEvent>

/**
 * Live events of groups, published on `groupsSubject`: every gateway hears them, and passes them to those of the named
 * people whom it has.
 */
export const GroupTold = Type.Object({ users: Type.Array(UserId), events: Type.Array(LiveEvent) })
export type GroupTold = Static<typeof GroupTold>
