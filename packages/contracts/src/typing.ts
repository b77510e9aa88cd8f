import { type Static, Type } from 'typebox'
import { ConversationId, UserId } from './names.ts'

/** Another member is writing something, or not any more. Told once, it is so for 5 s. */
export const TypingTold = Type.Object({
  type: Type.Literal('typing'),
  conversation: ConversationId,
  user: UserId,
  active: Type.Boolean(),
})
export type TypingTold = Static<typeof TypingTold>
