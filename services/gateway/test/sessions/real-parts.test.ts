import { natsBus } from '@parley/bus'
import { needs, want, waitFor } from '@parley/testing'
import t from 'tap'
import { redisRateLimiter } from '../../src/limits/redis-rate-limiter.ts'
import { redisPresence } from '../../src/presence/redis-presence.ts'
import { redisSessionStore } from '../../src/sessions/redis-session-store.ts'
import { front } from '../front.ts'

t.test('two gateways on NATS and Redis are one to a browser', await needs('nats', 'redis'), async (t) => {
  const [nats, redis] = [await want.nats(t), await want.redis(t)]
  const { url, prefix } = redis
  const onError = () => undefined
  const house = await front(t, {
    bus: await natsBus({ url: nats.url, name: 'test', onError }),
    sessions: redisSessionStore(url, { prefix: `${prefix}session:` }),
    limits: redisRateLimiter(url, { prefix: `${prefix}rate:` }),
    presence: redisPresence({ url, prefix: `${prefix}presence:` }),
    clock: Date.now,
    sendRate: 100,
    loginRate: 100,
  })
  const other = await house.another()
  house.add('ann')
  house.add('bob')
  await waitFor(() => house.bus.connected, { what: 'NATS' })
  const ann = await house.loggedIn('ann')
  const there = ann.twin(other)
  t.equal((await there.send('/messages/send/bob/', { message: 'by the other' })).statusCode, 200)
  const page = await ann.get('/messages/chat/bob/')
  t.equal(page.statusCode, 200)
  t.match(page.body, 'by the other')
  const late = ann.twin(other)
  await there.post('/logout', {})
  const isOut = async () => (await late.twin().json('/session')).statusCode === 401
  await waitFor(isOut, { what: 'the logout at the gateway where it was' })
  await waitFor(async () => (await ann.twin().json('/session')).statusCode === 401, {
    what: 'the logout at the other',
  })
})
