import type { Test } from 'tap'
import type { RateLimiter } from '../../src/limits/rate-limiter.ts'

export interface RateLimiterMaker {
  make(): Promise<RateLimiter>
  /** Lets this much time go by for the limiter. */
  pass(ms: number): Promise<void>
}

const one = { least: 1, most: 1 }

/** What a rate limiter promises. */
export async function rateLimiterSuite(t: Test, { make, pass }: RateLimiterMaker): Promise<void> {
  const limiter = await make()

  await t.test('gives the burst at once, then says how long to wait', async (t) => {
    const rule = { name: 'slow', perSecond: 0.1, burst: 3 }
    for (let i = 0; i < 3; i += 1) t.strictSame(await limiter.take(rule, 'a', one), { taken: 1, waitMs: 0 })
    const { taken, waitMs } = await limiter.take(rule, 'a', one)
    t.equal(taken, 0)
    t.ok(waitMs > 8_000 && waitMs <= 10_000, `${waitMs} ms until the next`)
  })

  await t.test('keys and rules have buckets of their own', async (t) => {
    const rule = { name: 'own', perSecond: 0.1, burst: 1 }
    t.equal((await limiter.take(rule, 'a', one)).taken, 1)
    t.equal((await limiter.take(rule, 'a', one)).taken, 0)
    t.equal((await limiter.take(rule, 'b', one)).taken, 1)
    t.equal((await limiter.take({ ...rule, name: 'other' }, 'a', one)).taken, 1)
  })

  await t.test('gives what there is, or nothing where it is too little', async (t) => {
    const rule = { name: 'some', perSecond: 0.1, burst: 5 }
    t.equal((await limiter.take(rule, 'a', { least: 1, most: 3 })).taken, 3)
    t.equal((await limiter.take(rule, 'a', { least: 3, most: 9 })).taken, 0)
    t.equal((await limiter.take(rule, 'a', { least: 1, most: 9 })).taken, 2)
  })

  await t.test('fills again with time, up to the burst', async (t) => {
    // So slow that a busy machine does not bring a second one.
    const rule = { name: 'fills', perSecond: 1, burst: 2 }
    t.equal((await limiter.take(rule, 'a', { least: 2, most: 2 })).taken, 2)
    await pass(1_050)
    t.equal((await limiter.take(rule, 'a', { least: 1, most: 2 })).taken, 1)
    await pass(2_500)
    t.equal((await limiter.take(rule, 'a', { least: 1, most: 9 })).taken, 2)
  })

  await t.test('those who ask at once share one bucket', async (t) => {
    const rule = { name: 'at-once', perSecond: 0.1, burst: 7 }
    const all = await Promise.all(Array.from({ length: 30 }, () => limiter.take(rule, 'a', one)))
    t.equal(all.filter(({ taken }) => taken === 1).length, 7)
  })
}
