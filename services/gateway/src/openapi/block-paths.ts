import { limits, ReportReason } from '@parley/contracts'
import { type TSchema, Type } from 'typebox'
import { csrf, errors, groupId, json, username } from './document-parts.ts'

const blocking = (operationId: string, summary: string) => ({
  post: {
    operationId,
    summary,
    parameters: [username, csrf],
    responses: {
      200: json(Type.Object({ username: Type.String(), blocked: Type.Boolean() }), 'As it is then'),
      ...errors,
    },
  },
})

const message = Type.Integer({ minimum: 1, description: 'The message' })

const reporting = (operationId: string, summary: string, parameter: object, id: TSchema) => ({
  post: {
    operationId,
    summary,
    parameters: [parameter, csrf],
    requestBody: {
      content: {
        'application/json': {
          schema: Type.Object({
            id,
            reason: ReportReason,
            words: Type.Optional(Type.String({ maxLength: limits.reportCharacters })),
            client_id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })),
          }),
        },
      },
    },
    responses: { 204: { description: 'It is kept; with the same client id, once' }, ...errors },
  },
})

/** Who blocks whom, and what administrators are told. */
export const blockPaths = {
  '/messages/block/{username}/': blocking(
    'block',
    'Block a person: neither can write to the other, nor see whether they are there',
  ),
  '/messages/unblock/{username}/': blocking('unblock', 'Take one’s own block of a person back'),
  '/messages/report/{username}/': reporting(
    'report',
    'Report a person, or a message of theirs, to the administrators',
    username,
    Type.Optional(message),
  ),
  '/messages/group/{group}/report/': reporting(
    'reportInGroup',
    'Report a message of a group to the administrators',
    groupId,
    message,
  ),
  '/settings/blocked/': {
    get: {
      operationId: 'blocked',
      summary: 'Whom one blocks, the newest first',
      responses: {
        200: json(
          Type.Object({
            blocked: Type.Array(
              Type.Object({
                username: Type.String(),
                display_name: Type.String(),
                blocked_at: Type.String({ format: 'date-time' }),
              }),
            ),
          }),
          'All of them',
        ),
        ...errors,
      },
    },
  },
}
