import { variables } from '@parley/service'
import { Type } from 'typebox'

/** What this service reads from the environment. */
export const Config = Type.Object({
  HOST: variables.HOST,
  PORT: variables.PORT(8001),
  PARLEY_DATA: variables.PARLEY_DATA,
  PARLEY_SECRET: variables.PARLEY_SECRET,
  PARLEY_SIGNUP: Type.Union([Type.Literal('open'), Type.Literal('invite'), Type.Literal('closed')], {
    default: 'open',
    description: 'One of open, invite, closed.',
  }),
  MONGODB_URL: Type.Optional(variables.MONGODB_URL),
  NATS_URL: Type.Optional(variables.NATS_URL),
  LOG_LEVEL: variables.LOG_LEVEL,
})
