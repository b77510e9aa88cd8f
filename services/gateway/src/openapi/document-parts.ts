import { errorTable, PublicErrorSchema, Username } from '@parley/contracts'
import { type TSchema, Type } from 'typebox'

export const csrf = {
  name: 'X-CSRFToken',
  in: 'header',
  schema: Type.String(),
  description: 'The value of the cookie csrftoken',
}
export const username = { name: 'username', in: 'path', required: true, schema: Username }
export const groupId = {
  name: 'group',
  in: 'path',
  required: true,
  schema: Type.String({ pattern: '^[a-z0-9]{1,64}$' }),
}
export const number = (name: string, description: string) => ({
  name,
  in: 'query',
  schema: Type.Integer(),
  description,
})
export const json = (schema: TSchema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Errors as JSON clients get them, by the codes of the one table. */
export const errors = Object.fromEntries(
  Object.entries(errorTable).map(([code, { status, sentence }]) => [
    status,
    json(Type.Object({ error: PublicErrorSchema }), `${code}: ${sentence}`),
  ]),
)
