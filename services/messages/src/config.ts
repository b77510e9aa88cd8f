import { variables } from '@parley/service'
import { Type } from 'typebox'

/** What this service reads from the environment. By itself it is reached over NATS, and its data are on MongoDB. */
export const Config = Type.Object({
  HOST: variables.HOST,
  PORT: variables.PORT(8002),
  PARLEY_SECRET: variables.PARLEY_SECRET,
  MONGODB_URL: variables.MONGODB_URL,
  NATS_URL: variables.NATS_URL,
  LOG_LEVEL: variables.LOG_LEVEL,
})
