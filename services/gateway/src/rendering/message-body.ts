import { ClientId, type Entry, type Person, PublicErrorSchema, Seq, Username } from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { isoTime } from './iso-time.ts'

/** A message on the plain surface: HTTP fallback, history and `/ws/chat/`. Fields may be added, none renamed. */
export const MessageBody = Type.Object({
  id: Type.Integer({ description: 'One more for each message of the two' }),
  sender: Username,
  recipient: Username,
  content: Type.String(),
  created_at: Type.String({ format: 'date-time', description: 'ISO 8601 in UTC' }),
  client_id: ClientId,
  seq: Seq,
  reply_to: Type.Optional(Type.Integer({ description: 'The id of the message that it is a reply to' })),
  forwarded: Type.Optional(Type.Literal(true, { description: 'Its sender took it over from elsewhere' })),
  edited_at: Type.Optional(
    Type.String({ format: 'date-time', description: 'Where the content is not the first one' }),
  ),
  pinned_at: Type.Optional(Type.String({ format: 'date-time', description: 'Where it is pinned' })),
  reactions: Type.Optional(
    Type.Array(Type.Object({ emoji: Type.String(), by: Type.Array(Username) }), {
      description: 'Who of the two reacted with which emoji',
    }),
  ),
  deleted: Type.Optional(Type.Literal(true, { description: 'Then the content is empty' })),
})
export type MessageBody = Static<typeof MessageBody>

/** A message that somebody has saved for themselves. */
export const SavedBody = Type.Interface([MessageBody], {
  saved: Type.Literal(true),
  saved_at: Type.String({ format: 'date-time' }),
  with: Type.String({ description: 'The username of whom the conversation is with' }),
})
export type SavedBody = Static<typeof SavedBody>

/** What became of a message that was to be forwarded. */
export const ForwardBody = Type.Object({
  messages: Type.Array(Type.Interface([MessageBody], { is_read: Type.Boolean() }), {
    description: 'One for each conversation to which it was sent',
  }),
  failed: Type.Array(Type.Object({ to: Username, error: PublicErrorSchema })),
})
export type ForwardBody = Static<typeof ForwardBody>

/** `people` are the two of the conversation, in any order. */
export function messageBody(entry: Entry, people: readonly [Person, Person]): MessageBody {
  const [one, other] = people
  const [sender, recipient] = entry.by === one.id ? [one, other] : [other, one]
  return {
    id: entry.n,
    sender: sender.username,
    recipient: recipient.username,
    content: entry.text ?? '',
    created_at: isoTime(entry.at),
    client_id: entry.clientId,
    seq: entry.seq,
    ...(entry.re === undefined ? {} : { reply_to: entry.re }),
    ...(entry.forwarded ? { forwarded: true } : {}),
    ...(entry.edited ? { edited_at: isoTime(entry.edited.at) } : {}),
    ...(entry.pinned ? { pinned_at: isoTime(entry.pinned.at) } : {}),
    ...(entry.reactions
      ? {
          reactions: entry.reactions.map(({ emoji, by }) => ({
            emoji,
            by: by.map(({ user }) => (user === one.id ? one : other).username),
          })),
        }
      : {}),
    ...(entry.deleted || entry.text === undefined ? { deleted: true } : {}),
  }
}
