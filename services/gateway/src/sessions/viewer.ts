import type { Person } from '@parley/contracts'

/** Who asks, by which session. */
export interface Viewer {
  person: Person
  isAdmin: boolean
  /** Digest of the session's id: what accounts, events and logs know it by. */
  session: string
  /** A session of an older epoch than its person's is ended. */
  epoch: number
  /** When the session ends by itself, in milliseconds since 1970. It slides with use. */
  expiresAt: number
}
