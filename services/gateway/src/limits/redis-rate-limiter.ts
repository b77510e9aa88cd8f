import { connectRedis } from './connect-redis.ts'
import { memoryRateLimiter } from './memory-rate-limiter.ts'
import type { RateLimiter } from './rate-limiter.ts'

export interface RedisRateLimiterOptions {
  /** Before every key; `parley:rate:` by default. */
  prefix?: string
  /** Told of a connection that is lost or cannot be had. */
  onError?: (error: Error) => void
}

/** The same sums as `memoryRateLimiter`, by Redis' own clock; a full bucket is one that is not there. */
const script = `
local burst, perSecond = tonumber(ARGV[1]), tonumber(ARGV[2])
local least, most = tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(known[1] or burst)
local elapsed = math.max(0, now - tonumber(known[2] or now))
tokens = math.min(burst, tokens + elapsed / 1000 * perSecond)
local taken = 0
if tokens >= least then taken = math.min(most, math.floor(tokens)) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - taken), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / perSecond * 1000) + 1000)
local wait = 0
if taken == 0 then wait = math.ceil((least - tokens) / perSecond * 1000) end
return { taken, wait }
`

/** Rate limits shared by all gateways. While Redis is away each gateway counts for itself. */
export function redisRateLimiter(url: string, options: RedisRateLimiterOptions = {}): RateLimiter {
  const { prefix = 'parley:rate:', onError } = options
  const { redis, started, close } = connectRedis(url, onError)
  const alone = memoryRateLimiter()

  return {
    async take(rule, key, amount) {
      await started
      const args = [rule.burst, rule.perSecond, amount.least, amount.most]
      try {
        // The script answers two integers.
        const answer = (await redis.eval(script, 1, `${prefix}${rule.name}:${key}`, ...args)) as [
          number,
          number,
        ]
        return { taken: answer[0], waitMs: answer[1] }
      } catch {
        // `onError` was told of the connection; a limit is no reason to keep people from sending.
        return await alone.take(rule, key, amount)
      }
    },

    close,
  }
}
