import t from 'tap'
import { memoryRateLimiter } from '../../src/limits/memory-rate-limiter.ts'
import type { RateLimiter } from '../../src/limits/rate-limiter.ts'
import { sendLimit } from '../../src/limits/send-limit.ts'

function counted(clock: () => number): { limiter: RateLimiter; asked: () => number } {
  const limiter = memoryRateLimiter({ clock })
  let count = 0
  const take: RateLimiter['take'] = (...args) => {
    count += 1
    return limiter.take(...args)
  }
  return { limiter: { ...limiter, take }, asked: () => count }
}

t.test('a person sends twice the rate at once, then at the rate, and is told how long to wait', async (t) => {
  let now = 0
  const { limiter, asked } = counted(() => now)
  const limit = sendLimit(limiter, 20)
  for (let i = 0; i < 40; i += 1) await limit.take('ann', 1)
  t.ok(asked() <= 5, `${asked()} questions for 40 messages`)
  await t.rejects(limit.take('ann', 1), { code: 'RATE_LIMITED', retryAfterMs: 50 })
  await limit.take('bob', 1)
  now += 1_000
  for (let i = 0; i < 20; i += 1) await limit.take('ann', 1)
  await t.rejects(limit.take('ann', 1), { code: 'RATE_LIMITED' })
})

t.test('those who ask at once get no more than there is', async (t) => {
  const limit = sendLimit(memoryRateLimiter({ clock: () => 0 }), 10)
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => limit.take('ann', 1)))
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 20)
})

t.test('a rate below one, and none', async (t) => {
  const slow = sendLimit(memoryRateLimiter({ clock: () => 0 }), 0.2)
  await slow.take('ann', 1)
  await t.rejects(slow.take('ann', 1), { code: 'RATE_LIMITED', retryAfterMs: 5_000 })
  const none = sendLimit(memoryRateLimiter({ clock: () => 0 }), 0)
  for (let i = 0; i < 1_000; i += 1) await none.take('ann', 1)
})
