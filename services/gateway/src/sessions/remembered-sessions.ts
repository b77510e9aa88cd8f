import { ParleyError } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { KnownSession, SessionStore } from './session-store.ts'

const rememberedMs = 60_000
const max = 20_000

/**
 * The store as requests see it: while it is away, sessions that were read in the last minute go on.
 * @throws ParleyError UNAVAILABLE for the others, never an inner error
 */
export class RememberedSessions {
  readonly #store: SessionStore
  readonly #read: LRUCache<string, KnownSession>

  constructor(store: SessionStore, clock: () => number) {
    this.#store = store
    this.#read = new LRUCache({ max, ttl: rememberedMs, perf: { now: clock }, ttlResolution: 0 })
  }

  async get(digest: string): Promise<KnownSession | null> {
    try {
      const session = await this.#store.get(digest)
      if (session) this.#read.set(digest, session)
      else this.#read.delete(digest)
      return session
    } catch (error) {
      const remembered = this.#read.get(digest)
      if (remembered) return remembered
      throw away(error)
    }
  }

  set(digest: string, session: KnownSession): Promise<void> {
    return this.#do(() => this.#store.set(digest, session, session.expiresAt))
  }

  touch(digest: string, expiresAt: number): Promise<void> {
    return this.#do(() => this.#store.touch(digest, expiresAt))
  }

  destroy(digest: string): Promise<void> {
    this.forget(digest)
    return this.#do(() => this.#store.destroy(digest))
  }

  forget(digest: string): void {
    this.#read.delete(digest)
  }

  forgetAllOf(user: string): void {
    for (const [digest, session] of this.#read.entries()) if (session.user === user) this.forget(digest)
  }

  async #do(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      throw away(error)
    }
  }
}

function away(cause: unknown): ParleyError {
  return new ParleyError('UNAVAILABLE', undefined, { cause })
}
