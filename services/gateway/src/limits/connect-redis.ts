import { Redis } from 'ioredis'

export interface RedisConnection {
  redis: Redis
  /** Resolves at the first connection, and after 2 s without one: whoever asks then is told that Redis is away. */
  started: Promise<void>
  close: () => Promise<void>
}

/**
 * A connection that fails at once while Redis is away, rather than let requests wait for it, and comes back by itself.
 * `onError` is told once of each outage.
 */
export function connectRedis(
  url: string,
  onError: (error: Error) => void = () => undefined,
): RedisConnection {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 2_000),
  })
  const first = Promise.withResolvers<void>()
  const late = setTimeout(first.resolve, 2_000)
  let away = false
  let closing = false
  const lost = (error: Error) => {
    if (!away && !closing) onError(error)
    away = true
  }
  redis.on('error', lost)
  redis.on('close', () => lost(new Error('the connection to Redis is lost')))
  redis.on('ready', () => {
    away = false
    clearTimeout(late)
    first.resolve()
  })
  return {
    redis,
    started: first.promise,
    async close() {
      closing = true
      clearTimeout(late)
      first.resolve()
      if (redis.status === 'ready') await redis.quit().catch(() => redis.disconnect())
      else redis.disconnect()
    },
  }
}
