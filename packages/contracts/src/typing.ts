import { type Static, Type } from 'typebox'
import { ConversationId, Seq, UserId } from './names.ts'

/** Another member is writing something, or not any more. Told once, it is so for 5 s. */
export const TypingTold = Type.Object({
  type: Type.Literal('typing'),
  conversation: ConversationId,
  user: UserId,
  active: Type.Boolean(),
})
export type TypingTold = Static<typeof TypingTold>

/** This person is no member of a group any more, by the entry `seq`. */
export const LeftTold = Type.Object({ type: Type.Literal('left'), conversation: ConversationId, seq: Seq })
