/** What is kept of a session: who it is, not what the person may do. */
export interface StoredSession {
  user: string
  epoch: number
}

export interface KnownSession extends StoredSession {
  /** Milliseconds since 1970. */
  expiresAt: number
}

/**
 * Where sessions live, by the digest of their id: what is stored opens nothing. Two makers exist: Redis and SQLite.
 * `test/sessions/session-store-suite.ts` is the definition; both makers pass it.
 */
export interface SessionStore {
  /** The session, or null where there is none, it has run out or was ended. */
  get(digest: string): Promise<KnownSession | null>
  /** Writes a session. One that was ended stays ended. */
  set(digest: string, session: StoredSession, expiresAt: number): Promise<void>
  /** Lets a living session end later; never earlier, and it brings none back. */
  touch(digest: string, expiresAt: number): Promise<void>
  /** Ends a session for good: a `set` or `touch` under way at the same time does not bring it back. */
  destroy(digest: string): Promise<void>
  /** @throws where the store is away */
  ping(): Promise<void>
  close(): Promise<void>
}
