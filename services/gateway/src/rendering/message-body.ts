import {
  ClientId,
  directMembers,
  type Entry,
  groupId,
  isGroup,
  type Person,
  PublicErrorSchema,
  Seq,
  Username,
} from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { isoTime } from './iso-time.ts'
import { mentionNames } from './mention-names.ts'

/** A message on the plain surface: HTTP fallback, history, `/ws/chat/` and `/ws/group/`. Fields may be added, none renamed. */
export const MessageBody = Type.Object({
  id: Type.Integer({ description: 'One more for each message of the conversation' }),
  sender: Username,
  recipient: Type.Optional(Username),
  group: Type.Optional(Type.String({ description: 'In place of the recipient, the id of a group' })),
  content: Type.String(),
  created_at: Type.String({ format: 'date-time', description: 'ISO 8601 in UTC' }),
  client_id: ClientId,
  seq: Seq,
  reply_to: Type.Optional(Type.Integer({ description: 'The id of the message that it is a reply to' })),
  forwarded: Type.Optional(Type.Literal(true, { description: 'Its sender took it over from elsewhere' })),
  mentions: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Members of the group whom it mentions, by username; "all" is everybody',
    }),
  ),
  edited_at: Type.Optional(
    Type.String({ format: 'date-time', description: 'Where the content is not the first one' }),
  ),
  pinned_at: Type.Optional(Type.String({ format: 'date-time', description: 'Where it is pinned' })),
  reactions: Type.Optional(
    Type.Array(Type.Object({ emoji: Type.String(), by: Type.Array(Username) }), {
      description: 'Who reacted with which emoji',
    }),
  ),
  deleted: Type.Optional(Type.Literal(true, { description: 'Then the content is empty' })),
})
export type MessageBody = Static<typeof MessageBody>

/** A message that somebody has saved for themselves. */
export const SavedBody = Type.Interface([MessageBody], {
  saved: Type.Literal(true),
  saved_at: Type.String({ format: 'date-time' }),
  with: Type.Optional(Type.String({ description: 'Of two, the username of whom the conversation is with' })),
})
export type SavedBody = Static<typeof SavedBody>

/** What became of a message that was to be forwarded. */
export const ForwardBody = Type.Object({
  messages: Type.Array(Type.Interface([MessageBody], { is_read: Type.Boolean() }), {
    description: 'One for each conversation to which it was sent',
  }),
  failed: Type.Array(
    Type.Object({
      to: Type.Optional(Username),
      group: Type.Optional(Type.String({ description: 'In place of a person, the id of a group' })),
      error: PublicErrorSchema,
    }),
  ),
})
export type ForwardBody = Static<typeof ForwardBody>

/** `people` are those whom it names; undefined where nobody knows who wrote it. */
export function messageBody(entry: Entry, people: ReadonlyMap<string, Person>): MessageBody | undefined {
  const sender = people.get(entry.by)?.username
  if (sender === undefined) return undefined
  const mentions = mentionNames(entry, people)
  return {
    id: entry.n,
    sender,
    ...receiverOf(entry, people),
    content: entry.text ?? '',
    created_at: isoTime(entry.at),
    client_id: entry.clientId,
    seq: entry.seq,
    ...(entry.re === undefined ? {} : { reply_to: entry.re }),
    ...(entry.forwarded ? { forwarded: true } : {}),
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(entry.edited ? { edited_at: isoTime(entry.edited.at) } : {}),
    ...(entry.pinned ? { pinned_at: isoTime(entry.pinned.at) } : {}),
    ...(entry.reactions
      ? {
          reactions: entry.reactions.map(({ emoji, by }) => ({
            emoji,
            by: by.flatMap(({ user }) => people.get(user)?.username ?? []),
          })),
        }
      : {}),
    ...(entry.deleted || entry.text === undefined ? { deleted: true } : {}),
  }
}

function receiverOf({ conversation, by }: Entry, people: ReadonlyMap<string, Person>) {
  if (isGroup(conversation)) return { group: groupId(conversation) }
  const recipient = people.get(directMembers(conversation)?.find((member) => member !== by) ?? '')
  return recipient ? { recipient: recipient.username } : {}
}
