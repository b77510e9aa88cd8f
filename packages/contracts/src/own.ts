import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { At, ConversationId, Seq, UserId } from './names.ts'

/**
 * How one member has arranged a conversation, for nobody else to see. What it means depends on the log, the member's
 * pointer and the time: ask `isPinned`, `isArchived`, `isMuted`, `isMarkedUnread` of `own-state.ts`.
 */
export const Own = Type.Object({
  /** Grows with each change: of two, the greater one holds. */
  revision: Seq,
  pinned: Type.Optional(Type.Literal(true)),
  /** How many messages there were when it was put away: the next one brings it back, unless it comes while it is muted. */
  archivedN: Type.Optional(Seq),
  mutedUntil: Type.Optional(At),
  /** While it is muted, messages that mention the member are heard all the same. */
  hearsMentions: Type.Optional(Type.Literal(true)),
  /** How far it was read when it was marked as unread: reading further ends that. */
  markedSeq: Type.Optional(Seq),
})
export type Own = Static<typeof Own>

/** How one member has arranged a conversation, to be kept: put back, its changes are counted anew. */
export const KeptOwn = Type.Interface([Type.Omit(Own, ['revision'])], { user: UserId })
export type KeptOwn = Static<typeof KeptOwn>

/** Whose conversation it is, and what has become of it: see `Own`. */
export const ArrangedTold = Type.Object({
  type: Type.Literal('arranged'),
  conversation: ConversationId,
  own: Own,
})

/** For how many milliseconds, `always`, without an end but for mentions (`mentions`), or `off`. */
export const Mute = Type.Union([
  Type.Integer({ minimum: 1_000, maximum: limits.muteMs }),
  Type.Literal('always'),
  Type.Literal('mentions'),
  Type.Literal('off'),
])

/** What is to be changed; what is left out stays. A conversation is pinned or archived, whichever came last. */
export const arrangement = {
  pinned: Type.Optional(Type.Boolean()),
  archived: Type.Optional(Type.Boolean()),
  mute: Type.Optional(Mute),
  unread: Type.Optional(Type.Boolean()),
}
const Arrangement = Type.Object(arrangement)
export type Arrangement = Static<typeof Arrangement>
