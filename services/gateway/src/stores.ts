import { join } from 'node:path'
import type { Checks } from '@parley/service'
import { memoryRateLimiter } from './limits/memory-rate-limiter.ts'
import { redisRateLimiter } from './limits/redis-rate-limiter.ts'
import type { GatewayParts } from './parts.ts'
import { memoryPresence } from './presence/memory-presence.ts'
import { redisPresence } from './presence/redis-presence.ts'
import { redisSessionStore } from './sessions/redis-session-store.ts'
import { sqliteSessionStore } from './sessions/sqlite-session-store.ts'

export interface GatewayStores {
  parts: Pick<GatewayParts, 'sessions' | 'presence' | 'limits'> & { checks: Checks }
  /** To be called after the app is closed. */
  close: () => Promise<void>
}

/** Sessions, presence and rate limits in Redis, shared by all gateways; `/health/ready` says when it is away. */
export function redisParts(url: string, options: { onError: (error: unknown) => void }): GatewayStores {
  const sessions = redisSessionStore(url, options)
  const stores = { sessions, presence: redisPresence({ url, ...options }), limits: redisRateLimiter(url) }
  return { parts: { ...stores, checks: { redis: () => sessions.ping() } }, close: () => closeAll(stores) }
}

/** The same in one process: sessions and when people were last seen in files of this folder. */
export function embeddedParts(folder: string): GatewayStores {
  const stores = {
    sessions: sqliteSessionStore({ path: join(folder, 'sessions.sqlite') }),
    presence: memoryPresence({ path: join(folder, 'presence.sqlite') }),
    limits: memoryRateLimiter(),
  }
  return { parts: { ...stores, checks: {} }, close: () => closeAll(stores) }
}

async function closeAll(stores: Record<string, { close(): Promise<void> }>): Promise<void> {
  await Promise.all(Object.values(stores).map((store) => store.close()))
}
