import { once } from 'node:events'
import { natsBus } from '@parley/bus'
import { accounts, liveSubject, sessionEnded } from '@parley/contracts'
import { createCall } from '@parley/service'
import { needs, startNats, waitFor, want } from '@parley/testing'
import t from 'tap'
import { launched } from './house/launch.ts'
import { goodPassword as password, secret } from './house/open-house.ts'

const context = { actor: null, requestId: 'test' }

t.test('two processes are one service', await needs('mongodb', 'own nats'), async (t) => {
  const [nats, mongodb] = [await startNats(), await want.mongodb(t)]
  t.teardown(() => nats.stop())
  const env = { MONGODB_URL: mongodb.url, NATS_URL: nats.url }
  const [one, two] = await Promise.all([launched(t, env), launched(t, env)])
  const bus = await natsBus({ url: nats.url, name: 'test', onError: () => undefined })
  t.teardown(() => bus.close())
  await waitFor(() => bus.connected, { what: 'a connection' })
  const call = createCall({ bus, secret, urls: { accounts: two.url } })

  const race = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) => {
      const input = { username: n % 2 ? 'ADA' : 'ada', displayName: '', password: `${password} ${n}` }
      return call(accounts.signUp, input, context)
    }),
  )
  const [winner, ...others] = race.filter((outcome) => outcome.status === 'fulfilled')
  t.equal(others.length, 0)
  const user = winner?.value.person.id ?? ''

  const heard: unknown[] = []
  const ended: unknown[] = []
  await bus.subscribe(liveSubject(user), (events) => void heard.push(events))
  await bus.consume(sessionEnded.subject, 'test', async (payloads) => {
    ended.push(...payloads.map((payload) => sessionEnded.check(payload).data))
  })
  const session = 'digest_of_a_session_1'
  await call(accounts.endSession, { user, session, expiresAt: Date.now() + 60_000 }, context)
  await waitFor(() => heard.length > 0, { what: 'sockets to be told' })
  t.same(heard[0], [{ type: 'ended', session, epoch: 0 }])
  await waitFor(() => ended.length > 0, { what: 'the event' })
  t.same(ended[0], { user, session, epoch: 0 })

  one.child.kill('SIGKILL')
  await once(one.child, 'exit')
  await t.rejects(call(accounts.checkSession, { user, epoch: 0, session }, context), {
    code: 'UNAUTHENTICATED',
  })

  await nats.kill()
  await waitFor(() => !bus.connected, { what: 'the loss of NATS' })
  t.match(
    await call(accounts.resetPassword, { username: 'ada' }, context),
    { person: { id: user } },
    'over HTTP',
  )
  await waitFor(async () => !(await two.isReady()), { what: 'it to say that NATS is away' })
  await nats.restart()
  await waitFor(() => ended.length > 1, { what: 'what could not be told', timeoutMs: 20_000 })
  t.same(ended[1], { user, session: null, epoch: 0 })
  await waitFor(two.isReady, { what: 'it to be ready' })
  two.child.kill('SIGTERM')
  t.same(await once(two.child, 'exit'), [0, null])
})
