import { Type } from 'typebox'
import { SavedBody } from '../rendering/message-body.ts'
import { UnreadBody } from '../rendering/unread-body.ts'
import { blockPaths } from './block-paths.ts'
import { conversationPaths } from './conversation-paths.ts'
import { errors, json } from './document-parts.ts'
import { groupPaths } from './group-paths.ts'
import { settingsPaths } from './settings-paths.ts'

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
    ...conversationPaths,
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
    ...blockPaths,
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
