import { type Static, Type } from 'typebox'
import { Entry } from './entries.ts'
import { At, ConversationId, Seq, UserId } from './names.ts'

/** Grows with the time at which something was saved. */
export const SavedId = Type.String({ pattern: '^[0-9a-z-]{1,40}$', maxLength: 40 })

/** A message that somebody has saved for themselves. */
export const Saved = Type.Object({ id: SavedId, user: UserId, conversation: ConversationId, n: Seq, at: At })
export type Saved = Static<typeof Saved>

/** The same, as its person is shown it: the message is as it is now. */
export const SavedMessage = Type.Object({ id: SavedId, at: At, message: Entry })
export type SavedMessage = Static<typeof SavedMessage>
