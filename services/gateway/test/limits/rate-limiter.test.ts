import { needs, startRedis, want, waitFor } from '@parley/testing'
import t from 'tap'
import { memoryRateLimiter } from '../../src/limits/memory-rate-limiter.ts'
import { redisRateLimiter } from '../../src/limits/redis-rate-limiter.ts'
import { rateLimiterSuite } from './rate-limiter-suite.ts'

await t.test('memory', async (t) => {
  let now = 0
  await rateLimiterSuite(t, {
    make: async () => memoryRateLimiter({ clock: () => now }),
    async pass(ms) {
      now += ms
    },
  })
})

await t.test('Redis', await needs('redis'), async (t) => {
  const { url, prefix } = await want.redis(t)
  await rateLimiterSuite(t, {
    async make() {
      const limiter = redisRateLimiter(url, { prefix })
      t.teardown(() => limiter.close())
      return limiter
    },
    async pass(ms) {
      // Its clock is Redis' own: time has to go by.
      const end = performance.now() + ms
      await waitFor(() => performance.now() >= end, { what: 'time to pass' })
    },
  })
})

await t.test('two gateways share what Redis counts', await needs('redis'), async (t) => {
  const { url, prefix } = await want.redis(t)
  const [one, other] = [redisRateLimiter(url, { prefix }), redisRateLimiter(url, { prefix })]
  t.teardown(() => Promise.all([one.close(), other.close()]))
  const rule = { name: 'shared', perSecond: 0.1, burst: 2 }
  const amount = { least: 1, most: 1 }
  t.equal((await one.take(rule, 'ann', amount)).taken, 1)
  t.equal((await other.take(rule, 'ann', amount)).taken, 1)
  t.equal((await one.take(rule, 'ann', amount)).taken, 0)
})

await t.test('while Redis is away each gateway counts for itself', await needs('own redis'), async (t) => {
  const redis = await startRedis()
  t.teardown(() => redis.stop())
  const limiter = redisRateLimiter(redis.url)
  t.teardown(() => limiter.close())
  const rule = { name: 'alone', perSecond: 0.1, burst: 2 }
  t.equal((await limiter.take(rule, 'ann', { least: 1, most: 1 })).taken, 1)
  await redis.kill()
  t.equal((await limiter.take(rule, 'ann', { least: 2, most: 2 })).taken, 2)
  t.equal((await limiter.take(rule, 'ann', { least: 1, most: 1 })).taken, 0)
})
