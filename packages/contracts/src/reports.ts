import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { At, ConversationId, Seq, UserId } from './names.ts'
import { Text } from './text.ts'

const closed = { additionalProperties: false }

export const ReportReason = Type.Union([
  Type.Literal('spam'),
  Type.Literal('harassment'),
  Type.Literal('threat'),
  Type.Literal('content'),
  Type.Literal('impersonation'),
  Type.Literal('other'),
])
export type ReportReason = Static<typeof ReportReason>

/** What an administrator did about a report; nothing of it is to dismiss it. */
export const ReportAction = Type.Union([Type.Literal('deleted'), Type.Literal('closed')])
export type ReportAction = Static<typeof ReportAction>

export const ReportId = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$', maxLength: 22 })
export const ReportWords = Text(0, limits.reportCharacters)

/** A message as it was when it, or one beside it, was reported. */
export const ReportedMessage = Type.Object(
  {
    n: Seq,
    by: UserId,
    at: At,
    /** Left out where it was deleted by then. */
    text: Type.Optional(Text(0, limits.messageCharacters)),
    edited: Type.Optional(Type.Literal(true)),
  },
  closed,
)
export type ReportedMessage = Static<typeof ReportedMessage>

/** What somebody tells the administrators about a person, or about a message of theirs. */
export const Report = Type.Object(
  {
    id: ReportId,
    by: UserId,
    at: At,
    /** Whom it is about: of a message, who wrote it. */
    user: UserId,
    reason: ReportReason,
    words: ReportWords,
    /** Of a message: where it stands, and what was said around it. Kept as it was, whatever is deleted since. */
    message: Type.Optional(
      Type.Object(
        {
          conversation: ConversationId,
          n: Seq,
          context: Type.Array(ReportedMessage, { maxItems: 2 * limits.reportContext + 1 }),
        },
        closed,
      ),
    ),
    /** Left out while it is open. */
    settled: Type.Optional(
      Type.Object(
        { by: UserId, at: At, actions: Type.Array(ReportAction, { maxItems: 2 }), note: ReportWords },
        closed,
      ),
    ),
  },
  closed,
)
export type Report = Static<typeof Report>
