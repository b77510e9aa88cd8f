import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { needs, startRedis, uniqueName, waitFor, want } from '@parley/testing'
import { Redis } from 'ioredis'
import t from 'tap'
import type { PresenceStore } from '../../src/presence/presence.ts'
import { redisPresence } from '../../src/presence/redis-presence.ts'
import { presenceSuite } from './presence-suite.ts'

const online = async (store: PresenceStore, user: string) => (await store.of([user])).get(user)?.online
const becomes = (store: PresenceStore, user: string, wanted: boolean) =>
  waitFor(async () => (await online(store, user)) === wanted, { what: `${user}: ${wanted}` })

t.test('on Redis', await needs('redis'), async (t) => {
  const { url, prefix: base } = await want.redis(t)
  const ofOne = (prefix: string, options: object = {}) => {
    const store = redisPresence({ url, prefix, ...options })
    t.teardown(() => store.close())
    return store
  }

  presenceSuite(t, async (_t, clock) => {
    const prefix = `${base}${uniqueName('suite')}:`
    return () => ofOne(prefix, { clock })
  })

  t.test('online is who is held by any gateway', async (t) => {
    const prefix = `${base}two:`
    const [one, two] = [ofOne(prefix), ofOne(prefix)]
    one.enter('ann')
    two.enter('ann')
    two.enter('bob')
    for (const store of [one, two]) for (const user of ['ann', 'bob']) await becomes(store, user, true)
    await two.close()
    await becomes(one, 'bob', false)
    t.match((await one.of(['bob'])).get('bob'), { lastSeenAt: Number })
    t.equal(await online(one, 'ann'), true)
  })

  t.test('a gateway that dies takes its people with it, and they were last seen by it', async (t) => {
    const prefix = `${base}dead:`
    const one = ofOne(prefix, { leaseMs: 600 })
    const script = join(import.meta.dirname, 'hold-person.ts')
    const started = Date.now()
    const gateway = spawn(process.execPath, [script, url, prefix, '600', 'ann'], { stdio: 'ignore' })
    t.teardown(() => gateway.kill('SIGKILL'))
    one.enter('bob')
    await becomes(one, 'ann', true)
    gateway.kill('SIGKILL')
    await becomes(one, 'ann', false)
    const { lastSeenAt = 0 } = (await one.of(['ann'])).get('ann') ?? {}
    t.ok(lastSeenAt >= started && lastSeenAt <= Date.now())
    t.equal(await online(one, 'bob'), true)
    const redis = new Redis(url)
    t.teardown(() => redis.disconnect())
    t.equal((await redis.keys(`${prefix}people:*`)).length, 1, 'nothing of it is left')
  })

  t.test('what Redis lost is written again', async (t) => {
    const prefix = `${base}lost:`
    const store = ofOne(prefix, { leaseMs: 300 })
    store.enter('ann')
    await becomes(store, 'ann', true)
    const redis = new Redis(url)
    t.teardown(() => redis.disconnect())
    await redis.del(await redis.keys(`${prefix}*`))
    await becomes(store, 'ann', true)
  })
})

t.test(
  'while Redis is away nobody is known; it comes back by itself',
  await needs('own redis'),
  async (t) => {
    const server = await startRedis()
    t.teardown(() => server.stop())
    const errors: unknown[] = []
    const store = redisPresence({
      url: server.url,
      prefix: 'x:',
      leaseMs: 600,
      onError: (error) => errors.push(error),
    })
    t.teardown(() => store.close())
    store.enter('ann')
    await becomes(store, 'ann', true)
    await server.kill()
    store.enter('bob')
    await waitFor(async () => (await store.of(['ann'])).size === 0, { what: 'nobody to be known' })
    await waitFor(() => errors.length > 0, { what: 'it to be said' })
    await server.restart()
    await becomes(store, 'ann', true)
    await becomes(store, 'bob', true)
    t.equal(errors.length, 1, 'once for the outage')
  },
)
