import { limits, longestEmoji, Username } from '@parley/contracts'
import { type TProperties, Type } from 'typebox'
import { ForwardBody, MessageBody, SavedBody } from '../rendering/message-body.ts'
import { OwnBody } from '../rendering/own-view.ts'
import { UnreadBody } from '../rendering/unread-body.ts'
import { csrf, errors, json, number } from './document-parts.ts'
import { groupPaths } from './group-paths.ts'
import { settingsPaths } from './settings-paths.ts'
import { arrangements } from '../views/arrangements.ts'

const username = { name: 'username', in: 'path', required: true, schema: Username }
const HistoryMessage = Type.Interface([MessageBody], {
  is_read: Type.Boolean({ description: 'Whether its recipient has read it' }),
  saved: Type.Optional(Type.Literal(true, { description: 'By whom asks, in answers about one message' })),
})

const clientId = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }))
const text = Type.String({ minLength: 1, maxLength: limits.messageCharacters })
const emoji = Type.String({ minLength: 1, maxLength: longestEmoji })
const changed = 'The message as it is then'

/** What changes the message of an id, told with `fields`. */
const changing = (operationId: string, summary: string, fields: TProperties, answer = changed) => ({
  post: {
    operationId,
    summary,
    parameters: [username, csrf],
    requestBody: {
      content: {
        'application/json': {
          schema: Type.Object({ id: Type.Integer({ minimum: 1 }), ...fields, client_id: clientId }),
        },
      },
    },
    responses: { 200: json(HistoryMessage, answer), ...errors },
  },
})

export const document = {
  openapi: '3.1.0',
  info: {
    title: 'Parley: gateway',
    version: '1',
    description:
      'The simple, stable surface for scripts: log in by the form, keep the cookies, send the CSRF token back. ' +
      'Ask with `Accept: application/json` to get errors as JSON.',
  },
  components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'parley_session' } } },
  security: [{ session: [] }],
  paths: {
    '/messages/history/{username}/': {
      get: {
        operationId: 'history',
        summary: 'Messages with a person, oldest first; reads up to the newest returned',
        parameters: [
          username,
          number('before', 'Only messages with a smaller id'),
          number('after', 'Only messages with a greater id'),
          number('limit', `1 to ${limits.page}`),
          number('peek', '1: does not read'),
        ],
        responses: {
          200: json(
            Type.Object({
              messages: Type.Array(HistoryMessage),
              before: Type.Union([Type.Integer(), Type.Null()], {
                description: 'To ask older ones with; null: there are none',
              }),
            }),
            'A page',
          ),
          ...errors,
        },
      },
    },
    '/messages/send/{username}/': {
      post: {
        operationId: 'send',
        summary: 'Send a message; with a client id, once however often it is tried',
        parameters: [username, csrf],
        requestBody: {
          content: {
            'application/json': {
              schema: Type.Object({
                message: text,
                client_id: clientId,
                reply_to: Type.Optional(
                  Type.Integer({ minimum: 1, description: 'The id of the message that this is a reply to' }),
                ),
                seen: Type.Optional(
                  Type.Integer({ minimum: 0, description: 'The seq up to which the sender has read' }),
                ),
              }),
            },
          },
        },
        responses: { 200: json(HistoryMessage, 'The message, durable'), ...errors },
      },
    },
    '/messages/forward/{username}/': {
      post: {
        operationId: 'forward',
        summary: 'Write a message to other conversations, as it is now; with a client id, once to each',
        parameters: [username, csrf],
        requestBody: {
          content: {
            'application/json': {
              schema: Type.Object({
                id: Type.Integer({ minimum: 1 }),
                to: Type.Array(Username, { minItems: 1, maxItems: limits.forwardedAtOnce }),
                client_id: clientId,
              }),
            },
          },
        },
        responses: { 200: json(ForwardBody, 'To whom it was sent, durable, and to whom not'), ...errors },
      },
    },
    '/messages/edit/{username}/': changing('edit', 'Give a message of one’s own another text', {
      message: text,
    }),
    '/messages/delete/{username}/': changing(
      'delete',
      'Delete a message of one’s own for both',
      {},
      `${changed}, without its text`,
    ),
    '/messages/react/{username}/': changing('react', 'React to a message with one emoji', { emoji }),
    '/messages/unreact/{username}/': changing('unreact', 'Take a reaction back', { emoji }),
    '/messages/pin/{username}/': changing('pin', 'Pin a message for both', {}),
    '/messages/unpin/{username}/': changing('unpin', 'Unpin a message, whoever pinned it', {}),
    '/messages/pinned/{username}/': {
      get: {
        operationId: 'pinned',
        summary: 'The pinned messages, the last pinned first',
        parameters: [username],
        responses: { 200: json(Type.Object({ messages: Type.Array(HistoryMessage) }), 'All'), ...errors },
      },
    },
    '/messages/save/{username}/': changing('save', 'Save a message for oneself', {}),
    '/messages/unsave/{username}/': changing('unsave', 'Save a message no more', {}),
    '/messages/saved/': {
      get: {
        operationId: 'saved',
        summary: 'What one has saved, the last saved first',
        parameters: [
          {
            name: 'before',
            in: 'query',
            schema: Type.String(),
            description: 'The `before` of the page before',
          },
        ],
        responses: {
          200: json(
            Type.Object({
              messages: Type.Array(SavedBody),
              before: Type.Union([Type.String(), Type.Null()], {
                description: 'To ask older ones with; null: there are none',
              }),
            }),
            'A page',
          ),
          ...errors,
        },
      },
    },
    '/messages/arrange/{username}/': {
      post: {
        operationId: 'arrange',
        summary: 'Pin, archive, mute a conversation or mark it as unread, for oneself',
        parameters: [username, csrf],
        requestBody: {
          content: {
            'application/json': {
              schema: Type.Object({
                action: Type.Union(Object.keys(arrangements).map((name) => Type.Literal(name))),
              }),
            },
          },
        },
        responses: { 200: json(OwnBody, 'How it is arranged then'), ...errors },
      },
    },
    '/messages/unread/': {
      get: {
        operationId: 'unread',
        summary: 'How much is unread of what is not muted, and the newest five',
        responses: { 200: json(UnreadBody, 'The count and previews'), ...errors },
      },
    },
    ...groupPaths,
    ...settingsPaths,
    '/session': {
      get: {
        operationId: 'session',
        summary: 'Whether the session lives',
        responses: { 204: { description: 'It does' }, ...errors },
      },
    },
  },
}
