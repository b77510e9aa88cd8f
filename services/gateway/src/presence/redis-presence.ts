import { randomUUID } from 'node:crypto'
import type { socket } from '@parley/contracts'
import { Redis } from 'ioredis'
import type { PresenceStore } from './presence.ts'
import { RedisLease } from './redis-lease.ts'

export interface RedisPresenceOptions {
  url: string
  /** Before every key; `parley:presence:` by default. */
  prefix?: string
  /** How long after the death of a gateway its people count as online; 15 s by default. */
  leaseMs?: number
  clock?: () => number
  /** Told of what goes wrong, at most once for each outage. */
  onError?: (error: unknown) => void
}

/**
 * Presence shared by all gateways in Redis. Each gateway has one lease, renewed every third of `leaseMs`, with the
 * set of its people; `<prefix>seen` keeps when people were last seen.
 */
export function redisPresence(options: RedisPresenceOptions): PresenceStore {
  const prefix = options.prefix ?? 'parley:presence:'
  const onError = options.onError ?? (() => undefined)
  const redis = new Redis(options.url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 2_000),
  })
  let away = false
  const failed = (error: unknown) => {
    if (!away) onError(error)
    away = true
  }
  redis.on('error', failed)
  const lease = new RedisLease({
    redis,
    prefix,
    instance: randomUUID(),
    leaseMs: options.leaseMs ?? 15_000,
    clock: options.clock ?? Date.now,
    onError: failed,
  })
  redis.on('ready', () => {
    away = false
    lease.renew()
  })

  async function read(users: readonly string[]): Promise<Map<string, socket.Presence>> {
    const gateways = await lease.living()
    const pipeline = redis.pipeline()
    for (const gateway of gateways) pipeline.smismember(`${prefix}people:${gateway}`, [...users])
    pipeline.hmget(`${prefix}seen`, ...users)
    const rows = (await pipeline.exec()) ?? []
    const [seen, ...memberships] = rows.map(([error, row]) => rowOf(error, row)).reverse()
    return new Map(users.map((user, index) => [user, presenceAt(user, index, memberships, seen ?? [])]))
  }

  return {
    enter: (user) => lease.enter(user),
    leave: (user) => lease.leave(user),
    async of(users) {
      if (users.length === 0 || redis.status !== 'ready') return new Map()
      try {
        return await read(users)
      } catch (error) {
        failed(error)
        return new Map()
      }
    },
    async close() {
      await lease.close()
      redis.disconnect()
    },
  }
}

function rowOf(error: Error | null, row: unknown): unknown[] {
  if (error) throw error
  return Array.isArray(row) ? row : []
}

function presenceAt(user: string, index: number, memberships: unknown[][], seen: unknown[]): socket.Presence {
  if (memberships.some((row) => row[index] === 1)) return { user, online: true }
  const at = Number(seen[index] ?? Number.NaN)
  return { user, online: false, ...(Number.isSafeInteger(at) ? { lastSeenAt: at } : {}) }
}
