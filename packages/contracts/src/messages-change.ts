import { Type } from 'typebox'
import { Entry, MessageText } from './entries.ts'
import { longestEmoji } from './emoji.ts'
import { At, ClientId, ConversationId, Seq } from './names.ts'
import { operation } from './operation.ts'
import { Quotes } from './messages-log.ts'

const closed = { additionalProperties: false }

const oneMessage = { conversation: ConversationId, n: Seq }

/**
 * Gives a message of the acting person another text. Answered when durable, with the entry that does so. A client id
 * that is in the log already is answered with what is there. Whoever edits last is right; a message that is deleted
 * cannot be edited (CONFLICT), and stays so whatever comes after it. In a closed conversation nothing is edited (FORBIDDEN).
 */
export const edit = operation({
  owner: 'messages',
  name: 'edit',
  actsFor: 'person',
  method: 'PATCH',
  path: '/v1/conversations/:conversation/messages/:n',
  summary: 'Edit a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId, text: MessageText }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/**
 * Deletes a message of the acting person for everybody. Answered when its text is gone: from the log, its earlier
 * versions, previews and counts. Its place stays. Also in a closed conversation. One that is deleted already is answered with the entry that did it.
 */
export const remove = operation({
  owner: 'messages',
  name: 'remove',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/conversations/:conversation/messages/:n',
  summary: 'Delete a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

const Emoji = Type.String({ minLength: 1, maxLength: longestEmoji })

/**
 * Reacts to a message, one's own or another's, with one emoji. Answered when durable, with the entry that says so. What
 * is there already is answered with the entry that it is from. A deleted message takes none (CONFLICT), nor does one with
 * 20 kinds of them a further kind (CONFLICT, field `emoji`), nor any in a closed conversation (FORBIDDEN).
 */
export const react = operation({
  owner: 'messages',
  name: 'react',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/conversations/:conversation/messages/:n/reactions',
  summary: 'React to a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId, emoji: Emoji }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/** Takes a reaction of the acting person back. Answered without an entry where there is none. */
export const unreact = operation({
  owner: 'messages',
  name: 'unreact',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/conversations/:conversation/messages/:n/reactions',
  summary: 'Take a reaction back',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId, emoji: Emoji }, closed),
  output: Type.Object({ entry: Type.Optional(Entry) }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/**
 * Pins a message, one's own or another's, for all of its conversation. Answered when durable, with the entry that says so. What
 * is pinned already is answered with the entry that it is from. A deleted message cannot be pinned (CONFLICT), nor one more
 * where 50 are (CONFLICT, field `n`).
 */
export const pin = operation({
  owner: 'messages',
  name: 'pin',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/conversations/:conversation/messages/:n/pin',
  summary: 'Pin a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId }, closed),
  output: Type.Object({ entry: Entry }),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** Ends that, whoever had pinned it. Answered without an entry where it is not pinned. */
export const unpin = operation({
  owner: 'messages',
  name: 'unpin',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/conversations/:conversation/messages/:n/pin',
  summary: 'Unpin a message',
  affinity: 'conversation',
  input: Type.Object({ ...oneMessage, clientId: ClientId }, closed),
  output: Type.Object({ entry: Type.Optional(Entry) }),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** The pinned messages of a conversation as they are now, the last pinned first. */
export const pinned = operation({
  owner: 'messages',
  name: 'pinned',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation/pinned',
  summary: 'Read the pinned messages',
  input: Type.Object({ conversation: ConversationId }, closed),
  output: Type.Object({ messages: Type.Array(Entry) }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** A message as it is now, and its texts with the entries they are from, the newest first, up to 100; none once it is deleted. */
export const versions = operation({
  owner: 'messages',
  name: 'versions',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/conversations/:conversation/messages/:n/versions',
  summary: 'Read the versions of a message',
  input: Type.Object(oneMessage, closed),
  output: Type.Object({
    message: Entry,
    quotes: Quotes,
    versions: Type.Array(Type.Object({ seq: Seq, at: At, text: Type.String() })),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})
