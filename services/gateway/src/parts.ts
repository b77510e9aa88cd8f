import type { Bus } from '@parley/bus'
import type { Owner } from '@parley/contracts'
import type { Checks } from '@parley/service'
import type { FastifyBaseLogger } from 'fastify'
import type { RateLimiter } from './limits/rate-limiter.ts'
import type { PresenceStore } from './presence/presence.ts'
import type { SessionStore } from './sessions/session-store.ts'
import type { AssetUrl } from './views/model.ts'

/** What the gateway is made of. All of it belongs to whoever made it, and is closed after the app. */
export interface GatewayParts {
  bus: Bus
  secret: string
  logger: FastifyBaseLogger
  /** HTTP APIs of the services, used while the bus is away. */
  urls: Partial<Record<Owner, string>>
  /** Where people reach this system, `https://chat.example.org`. Without it the Host header of each request counts. */
  origin?: string | undefined
  /** Addresses whose forwarded client address and protocol are believed. */
  trustProxy?: string | undefined
  signup: 'open' | 'invite' | 'closed'
  /** Messages a second a person, 0 = no limit. */
  sendRate: number
  /** Logins a minute an account (six times as many an address), 0 = no limit. */
  loginRate: number
  sessions: SessionStore
  presence: PresenceStore
  limits: RateLimiter
  /** `dir` is where `/assets/` is served from. */
  assets: { url: AssetUrl; dir: string }
  checks?: Checks
  /** How long an unused session lives; 14 days by default. */
  sessionMs?: number | undefined
  /** Milliseconds since 1970. */
  clock?: (() => number) | undefined
  processMetrics?: boolean
}
