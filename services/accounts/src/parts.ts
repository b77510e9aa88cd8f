import type { Bus } from '@parley/bus'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Announcer } from './announcer.ts'
import type { LegacyCost } from './password/legacy-cost.ts'
import type { PasswordOptions, Passwords } from './password/passwords.ts'
import type { AccountStore } from './store/store.ts'

export type SignUpMode = 'open' | 'invite' | 'closed'

/** What the service is built from; the bus and the store belong to whoever made them and outlive the app. */
export interface AccountsParts {
  bus: Bus
  store: AccountStore
  /** Shared by all services. */
  secret: string
  logger: FastifyBaseLogger
  /** Who may sign up; `open` by default. */
  signUp?: SignUpMode
  /** Milliseconds since 1970. */
  clock?: () => number
  passwords?: PasswordOptions
  /** Whether figures of the process belong to this service. Default true. */
  processMetrics?: boolean
}

/** What the operations work with. */
export interface Room {
  app: FastifyInstance
  store: AccountStore
  signUp: SignUpMode
  clock: () => number
  passwords: Passwords
  legacyCost: LegacyCost
  announcer: Announcer
}
