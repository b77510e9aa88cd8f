import { Type } from 'typebox'
import { limits } from './limits.ts'
import { ConversationId, Seq } from './names.ts'
import { operation } from './operation.ts'
import { Saved, SavedId, SavedMessage } from './saved.ts'

const closed = { additionalProperties: false }
const oneMessage = { conversation: ConversationId, n: Seq }

/**
 * Saves a message for the acting person alone: nobody else learns of it. What is saved already stays where it is. At most
 * 1,000 (CONFLICT); a deleted message cannot be saved (CONFLICT), and one that is deleted later is saved no more.
 */
export const save = operation({
  owner: 'messages',
  name: 'save',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/conversations/:conversation/messages/:n/saved',
  summary: 'Save a message for oneself',
  input: Type.Object(oneMessage, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** Ends that; where it is not saved, nothing is done. */
export const unsave = operation({
  owner: 'messages',
  name: 'unsave',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/conversations/:conversation/messages/:n/saved',
  summary: 'Save a message no more',
  input: Type.Object(oneMessage, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** What the acting person has saved, as it is now, the last saved first: below `before`, an `id`. `more`: to be asked with `next`. */
export const saved = operation({
  owner: 'messages',
  name: 'saved',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/saved',
  summary: 'Read what one has saved',
  input: Type.Object(
    {
      before: Type.Optional(SavedId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.savedPage })),
    },
    closed,
  ),
  output: Type.Object({ saved: Type.Array(SavedMessage), next: Type.Optional(SavedId) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Which messages of a conversation, from one number to another, the acting person has saved. */
export const savedIn = operation({
  owner: 'messages',
  name: 'savedIn',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation/saved',
  summary: 'Read which messages one has saved',
  input: Type.Object({ conversation: ConversationId, from: Seq, to: Seq }, closed),
  output: Type.Object({ numbers: Type.Array(Seq) }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** What everybody has saved, in the order of the ids, after `after`: for a backup. */
export const copySaved = operation({
  owner: 'messages',
  name: 'copySaved',
  actsFor: 'service',
  method: 'GET',
  path: '/v1/all-saved',
  summary: 'Copy what everybody has saved',
  input: Type.Object({ after: Type.Optional(SavedId) }, closed),
  output: Type.Object({ saved: Type.Array(Saved, { maxItems: limits.page }), next: Type.Optional(SavedId) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Puts it back. What is of messages that are not there is left out: it was saved while the copy was made. */
export const restoreSaved = operation({
  owner: 'messages',
  name: 'restoreSaved',
  actsFor: 'service',
  method: 'POST',
  path: '/v1/all-saved',
  summary: 'Put back what everybody has saved',
  input: Type.Object({ saved: Type.Array(Saved, { minItems: 1, maxItems: limits.page }) }, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'UNAVAILABLE'],
})
