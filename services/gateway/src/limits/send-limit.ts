import { ParleyError } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { RateLimiter } from './rate-limiter.ts'

/** The bound on how fast one person sends, over all sockets and forms. */
export interface SendLimit {
  /** @throws ParleyError RATE_LIMITED with `retryAfterMs` */
  take(userId: string, count: number): Promise<void>
}

const maxPeople = 20_000

/**
 * `perSecond` messages a second for each person (0: no limit), twice as many at once. Taken from the limiter some at
 * a time and spent here, so that most messages ask nobody; what a gateway holds of them may come on top of the bound.
 */
export function sendLimit(limiter: RateLimiter, perSecond: number): SendLimit {
  if (perSecond === 0) return { take: async () => undefined }
  const rule = { name: 'send', perSecond, burst: Math.max(1, perSecond * 2) }
  const lease = Math.max(1, Math.floor(rule.burst / 4))
  const held = new LRUCache<string, number>({ max: maxPeople })

  function spend(userId: string, wanted: number): boolean {
    const has = held.get(userId) ?? 0
    if (has < wanted) return false
    held.set(userId, has - wanted)
    return true
  }

  return {
    async take(userId, count) {
      const wanted = Math.min(count, rule.burst)
      if (spend(userId, wanted)) return
      const least = wanted - (held.get(userId) ?? 0)
      const { taken, waitMs } = await limiter.take(rule, userId, { least, most: Math.max(least, lease) })
      held.set(userId, (held.get(userId) ?? 0) + taken)
      // Others may have spent from it meanwhile, or have brought what was not there.
      if (spend(userId, wanted)) return
      const retryAfterMs = Math.max(1, waitMs)
      throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs })
    },
  }
}
