import {
  ClientId,
  directMembers,
  type Entry,
  groupId,
  isGroup,
  type Person,
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
  mentions: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Members of the group whom it mentions, by username; "all" is everybody',
    }),
  ),
  edited_at: Type.Optional(
    Type.String({ format: 'date-time', description: 'Where the content is not the first one' }),
  ),
  reactions: Type.Optional(
    Type.Array(Type.Object({ emoji: Type.String(), by: Type.Array(Username) }), {
      description: 'Who reacted with which emoji',
    }),
  ),
  deleted: Type.Optional(Type.Literal(true, { description: 'Then the content is empty' })),
})
export type MessageBody = Static<typeof MessageBody>

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
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(entry.edited ? { edited_at: isoTime(entry.edited.at) } : {}),
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
