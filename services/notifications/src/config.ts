import { variables } from '@parley/service'
import { Type } from 'typebox'

/** What this service reads from the environment. */
export const Config = Type.Object({
  HOST: variables.HOST,
  PORT: variables.PORT(8003),
  PARLEY_SECRET: variables.PARLEY_SECRET,
  NATS_URL: Type.Optional(variables.NATS_URL),
  PARLEY_MESSAGES_URL: variables.serviceUrl(8002),
  LOG_LEVEL: variables.LOG_LEVEL,
})
