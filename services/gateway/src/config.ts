import { variables } from '@parley/service'
import { Type } from 'typebox'

/** What this service reads from the environment. */
export const Config = Type.Object({
  HOST: variables.HOST,
  PORT: variables.PORT(8000),
  PARLEY_DATA: variables.PARLEY_DATA,
  PARLEY_SECRET: variables.PARLEY_SECRET,
  PARLEY_ORIGIN: Type.Optional(variables.PARLEY_ORIGIN),
  PARLEY_TRUST_PROXY: Type.Optional(variables.PARLEY_TRUST_PROXY),
  PARLEY_SIGNUP: variables.PARLEY_SIGNUP,
  PARLEY_SEND_RATE: variables.PARLEY_SEND_RATE,
  PARLEY_LOGIN_RATE: variables.PARLEY_LOGIN_RATE,
  NATS_URL: Type.Optional(variables.NATS_URL),
  REDIS_URL: Type.Optional(variables.REDIS_URL),
  PARLEY_ACCOUNTS_URL: variables.serviceUrl(8001),
  PARLEY_MESSAGES_URL: variables.serviceUrl(8002),
  PARLEY_NOTIFICATIONS_URL: variables.serviceUrl(8003),
  LOG_LEVEL: variables.LOG_LEVEL,
})
