import { Type } from 'typebox'
import { csrf, errors, json, username } from './document-parts.ts'

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

/** Who blocks whom. */
export const blockPaths = {
  '/messages/block/{username}/': blocking(
    'block',
    'Block a person: neither can write to the other, nor see whether they are there',
  ),
  '/messages/unblock/{username}/': blocking('unblock', 'Take one’s own block of a person back'),
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
