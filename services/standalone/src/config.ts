import { readConfig, variables } from '@parley/service'
import { type Static, Type } from 'typebox'

/** What the one process reads from the environment itself; its rooms read the rest. */
export const Config = Type.Object({
  PORT: variables.PORT(8000),
  HOST: variables.HOST,
  NODE_ENV: Type.Optional(Type.String({ maxLength: 50 })),
  PARLEY_DATA: variables.PARLEY_DATA,
  PARLEY_SECRET: Type.Optional(variables.PARLEY_SECRET),
  PARLEY_ORIGIN: Type.Optional(variables.PARLEY_ORIGIN),
  PARLEY_TRUST_PROXY: Type.Optional(variables.PARLEY_TRUST_PROXY),
  PARLEY_SIGNUP: variables.PARLEY_SIGNUP,
  PARLEY_SEND_RATE: variables.PARLEY_SEND_RATE,
  PARLEY_LOGIN_RATE: variables.PARLEY_LOGIN_RATE,
  PARLEY_ACCOUNTS_URL: variables.serviceUrl(8001),
  PARLEY_MESSAGES_URL: variables.serviceUrl(8002),
  PARLEY_NOTIFICATIONS_URL: variables.serviceUrl(8003),
  MONGODB_URL: Type.Optional(variables.MONGODB_URL),
  NATS_URL: Type.Optional(variables.NATS_URL),
  REDIS_URL: Type.Optional(variables.REDIS_URL),
  LOG_LEVEL: variables.LOG_LEVEL,
})

/** What the one process needs besides what each of its rooms reads for itself. */
export type Config = Static<typeof Config>

export function readStandaloneConfig(env: NodeJS.ProcessEnv): Config {
  return readConfig(Config, env)
}
