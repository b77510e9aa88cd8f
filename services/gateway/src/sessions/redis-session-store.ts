import { connectRedis } from '../limits/connect-redis.ts'
import type { KnownSession, SessionStore, StoredSession } from './session-store.ts'

export interface RedisSessionStoreOptions {
  /** Before every key; `parley:session:` by default. */
  prefix?: string
  /** Told of a connection that is lost or cannot be had. */
  onError?: (error: Error) => void
}

const ended = 'ended'

/** Sessions in Redis, shared by all gateways; they run out by Redis' own clock. Every command answers within 2 s. */
export function redisSessionStore(url: string, options: RedisSessionStoreOptions = {}): SessionStore {
  const { prefix = 'parley:session:', onError } = options
  const { redis, started, close } = connectRedis(url, onError)

  return {
    async get(digest) {
      await started
      const [value, expiresAt] = await Promise.all([
        redis.get(prefix + digest),
        redis.pexpiretime(prefix + digest),
      ])
      return value === null || value === ended ? null : known(value, expiresAt)
    },

    async set(digest, { user, epoch }, expiresAt) {
      await started
      await redis.set(prefix + digest, JSON.stringify({ user, epoch }), 'PXAT', expiresAt, 'NX')
    },

    async touch(digest, expiresAt) {
      await started
      await redis.pexpireat(prefix + digest, expiresAt, 'GT')
    },

    async destroy(digest) {
      await started
      // It stays as a mark until it would have run out: a `set` that was under way finds it.
      await redis.set(prefix + digest, ended, 'KEEPTTL', 'XX')
    },

    async ping() {
      await started
      await redis.ping()
    },

    close,
  }
}

function known(value: string, expiresAt: number): KnownSession | null {
  // Only `set` above writes these.
  const { user, epoch } = JSON.parse(value) as StoredSession
  return expiresAt > 0 ? { user, epoch, expiresAt } : null
}
