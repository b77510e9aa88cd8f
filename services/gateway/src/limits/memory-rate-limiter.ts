import { LRUCache } from 'lru-cache'
import type { RateLimiter } from './rate-limiter.ts'

/** Beyond this the bucket that was not used for longest is forgotten, which fills it. */
const maxBuckets = 50_000

interface Bucket {
  tokens: number
  at: number
}

/** Rate limits of one process. */
export function memoryRateLimiter(options: { clock?: () => number } = {}): RateLimiter {
  const clock = options.clock ?? Date.now
  const buckets = new LRUCache<string, Bucket>({ max: maxBuckets })

  return {
    async take(rule, key, { least, most }) {
      const id = `${rule.name}:${key}`
      const now = clock()
      const bucket = buckets.get(id) ?? { tokens: rule.burst, at: now }
      const gained = (Math.max(0, now - bucket.at) / 1_000) * rule.perSecond
      const tokens = Math.min(rule.burst, bucket.tokens + gained)
      const taken = tokens < least ? 0 : Math.min(most, Math.floor(tokens))
      buckets.set(id, { tokens: tokens - taken, at: now })
      return { taken, waitMs: taken > 0 ? 0 : Math.ceil(((least - tokens) / rule.perSecond) * 1_000) }
    },

    async close() {
      buckets.clear()
    },
  }
}
