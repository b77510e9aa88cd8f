import { Type } from 'typebox'

export * from './parley-error.ts'

export const PublicErrorSchema = Type.Object({
  code: Type.String({ maxLength: 40 }),
  message: Type.String({ maxLength: 500 }),
  field: Type.Optional(Type.String({ maxLength: 100 })),
  retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
  unclear: Type.Optional(Type.Boolean()),
})
