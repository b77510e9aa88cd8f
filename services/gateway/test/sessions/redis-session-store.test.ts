import { needs, startRedis, waitFor, want } from '@parley/testing'
import t from 'tap'
import { redisSessionStore } from '../../src/sessions/redis-session-store.ts'
import { sessionStoreSuite } from './session-store-suite.ts'

await t.test('suite', await needs('redis'), async (t) => {
  const { url, prefix } = await want.redis(t)
  const make = async () => redisSessionStore(url, { prefix })
  await sessionStoreSuite(t, {
    async make() {
      const store = await make()
      t.teardown(() => store.close())
      return store
    },
    again: make,
  })
})

await t.test(
  'while Redis is away it says so at once, and comes back by itself',
  await needs('own redis'),
  async (t) => {
    const redis = await startRedis()
    t.teardown(() => redis.stop())
    const told: Error[] = []
    const store = redisSessionStore(redis.url, { onError: (error) => told.push(error) })
    t.teardown(() => store.close())
    await store.set('kept', { user: 'ann', epoch: 1 }, Date.now() + 60_000)
    await redis.kill()
    await t.rejects(store.get('kept'))
    const start = performance.now()
    await t.rejects(store.get('kept'))
    t.ok(performance.now() - start < 5_000, 'nobody waits for it')
    await redis.restart()
    const found = await waitFor(() => store.get('kept'), { what: 'Redis to be back' })
    t.equal(found.user, 'ann')
    t.ok(told.length > 0)
  },
)
