import { limits, longestEmoji, Username } from '@parley/contracts'
import { type TProperties, type TSchema, Type } from 'typebox'
import { ForwardBody, MessageBody } from '../rendering/message-body.ts'
import { OwnBody } from '../rendering/own-view.ts'
import { arrangements } from '../views/arrangements.ts'
import { type Addressee, actionUrl } from '../views/chat-address.ts'
import { csrf, errors, groupId, json, number, username } from './document-parts.ts'

/** Whose conversations these paths are about. */
interface Kind {
  parameter: { name: string; in: string; required: boolean; schema: TSchema }
  /** After the names of operations, which have to differ. */
  suffix: string
  /** "with a person", "of a group" */
  of: string
}

const HistoryMessage = Type.Interface([MessageBody], {
  is_read: Type.Boolean({ description: 'Whether everybody else has read it, as far as that is told' }),
  saved: Type.Optional(Type.Literal(true, { description: 'By whom asks, in answers about one message' })),
})
const clientId = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }))
const text = Type.String({ minLength: 1, maxLength: limits.messageCharacters })
const emoji = Type.String({ minLength: 1, maxLength: longestEmoji })
const sendFields = {
  message: text,
  client_id: clientId,
  reply_to: Type.Optional(
    Type.Integer({ minimum: 1, description: 'The id of the message that this is a reply to' }),
  ),
  seen: Type.Optional(Type.Integer({ minimum: 0, description: 'The seq up to which the sender has read' })),
}
const forwardFields = {
  id: Type.Integer({ minimum: 1 }),
  to: Type.Optional(Type.Array(Username, { description: 'People by their usernames' })),
  groups: Type.Optional(
    Type.Array(groupId.schema, {
      description: `Groups by their ids; of both 1 to ${limits.forwardedAtOnce}`,
    }),
  ),
  client_id: clientId,
}
const changed = 'The message as it is then'
const page = Type.Object({
  messages: Type.Array(HistoryMessage),
  before: Type.Union([Type.Integer(), Type.Null()], {
    description: 'To ask older ones with; null: there are none',
  }),
})

const person: Kind = {
  parameter: username,
  suffix: '',
  of: 'with a person',
}
const group: Kind = {
  parameter: groupId,
  suffix: 'InGroup',
  of: 'of a group',
}

/** What one does with messages, with a person and in a group alike. */
export const conversationPaths = {
  ...pathsOf({ username: '{username}' }, person),
  ...pathsOf({ group: '{group}' }, group),
}

function pathsOf(to: Addressee, kind: Kind) {
  const { parameter, suffix } = kind
  const writing = (operationId: string, summary: string, fields: TProperties, answer: object) => ({
    post: {
      operationId: operationId + suffix,
      summary,
      parameters: [parameter, csrf],
      requestBody: { content: { 'application/json': { schema: Type.Object(fields) } } },
      responses: { 200: answer, ...errors },
    },
  })
  /** What changes the message of an id, told with `fields`. */
  const changing = (operationId: string, summary: string, fields: TProperties, answer = changed) => {
    const all = { id: Type.Integer({ minimum: 1 }), ...fields, client_id: clientId }
    return writing(operationId, summary, all, json(HistoryMessage, answer))
  }
  return {
    [actionUrl(to, 'history')]: { get: historyOf(kind) },
    [actionUrl(to, 'send')]: writing(
      'send',
      'Send a message; with a client id, once however often it is tried',
      sendFields,
      json(HistoryMessage, 'The message, durable'),
    ),
    [actionUrl(to, 'forward')]: writing(
      'forward',
      'Write a message to other conversations, as it is now; with a client id, once to each',
      forwardFields,
      json(ForwardBody, 'To whom it was sent, durable, and to whom not'),
    ),
    [actionUrl(to, 'edit')]: changing('edit', 'Give a message of one’s own another text', { message: text }),
    [actionUrl(to, 'delete')]: changing(
      'delete',
      'Delete a message of one’s own for everybody',
      {},
      `${changed}, without its text`,
    ),
    [actionUrl(to, 'react')]: changing('react', 'React to a message with one emoji', { emoji }),
    [actionUrl(to, 'unreact')]: changing('unreact', 'Take a reaction back', { emoji }),
    [actionUrl(to, 'pin')]: changing('pin', 'Pin a message for everybody', {}),
    [actionUrl(to, 'unpin')]: changing('unpin', 'Unpin a message, whoever pinned it', {}),
    [actionUrl(to, 'pinned')]: { get: pinnedOf(kind) },
    [actionUrl(to, 'save')]: changing('save', 'Save a message for oneself', {}),
    [actionUrl(to, 'unsave')]: changing('unsave', 'Save a message no more', {}),
    [actionUrl(to, 'arrange')]: writing(
      'arrange',
      'Pin, archive, mute a conversation or mark it as unread, for oneself',
      { action: Type.Union(Object.keys(arrangements).map((name) => Type.Literal(name))) },
      json(OwnBody, 'How it is arranged then'),
    ),
  }
}

function historyOf({ parameter, suffix, of }: Kind) {
  return {
    operationId: `history${suffix}`,
    summary: `Messages ${of}, oldest first; reads up to the newest returned`,
    parameters: [
      parameter,
      number('before', 'Only messages with a smaller id'),
      number('after', 'Only messages with a greater id'),
      number('limit', `1 to ${limits.page}`),
      number('peek', '1: does not read'),
    ],
    responses: { 200: json(page, 'A page'), ...errors },
  }
}

function pinnedOf({ parameter, suffix }: Kind) {
  return {
    operationId: `pinned${suffix}`,
    summary: 'The pinned messages, the last pinned first',
    parameters: [parameter],
    responses: { 200: json(Type.Object({ messages: Type.Array(HistoryMessage) }), 'All'), ...errors },
  }
}
