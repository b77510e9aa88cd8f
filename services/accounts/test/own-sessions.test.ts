import { accounts, sessionEnded } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { goodPassword, onBothStores } from './house/open-house.ts'

const hour = 3_600_000
const day = 24 * hour
const digest = (n: number) => `digest_of_a_session_${String(n).padStart(4, '0')}`

await onBothStores(t, (t, open) => {
  t.test('one’s own sessions are listed, with what they are used with and when', async (t) => {
    const { ask, signUp, now } = await open(t)
    const [ada, bob] = [await signUp('ada'), await signUp('bob')]
    const begin = (n: number, device: string, user = ada.id) =>
      ask(accounts.beginSession, { user, epoch: 0, session: digest(n), device, expiresAt: now.ms + 14 * day })
    const start = now.ms
    await begin(1, 'Firefox on Linux')
    now.ms += day
    await begin(2, 'Safari on iOS')
    await begin(3, 'Chrome on Windows', bob.id)
    const list = async (user = ada.id) => (await ask(accounts.ownSessions, {}, user)).sessions
    const one = { session: digest(1), device: 'Firefox on Linux', begunAt: start, usedAt: start }
    const two = { session: digest(2), device: 'Safari on iOS', begunAt: start + day, usedAt: start + day }
    t.same(await list(), [two, one], 'the one used last first')
    t.same(
      (await list(bob.id)).map(({ session }) => session),
      [digest(3)],
      'an outsider has her own',
    )

    const check = (n: number) =>
      ask(accounts.checkSession, { user: ada.id, epoch: 0, session: digest(n), expiresAt: now.ms + 14 * day })
    now.ms += day
    await check(1)
    now.ms += hour - 1
    await check(1)
    t.match((await list())[0], { ...one, usedAt: start + 2 * day }, 'noted once an hour')
    now.ms += 1
    await check(1)
    t.match((await list())[0], { ...one, usedAt: start + 2 * day + hour })
    await begin(1, 'Firefox on Linux')
    t.match((await list())[0], { begunAt: start, usedAt: now.ms }, 'begun again, it is the same one')

    await ask(accounts.checkSession, { user: ada.id, epoch: 0, session: digest(9) })
    t.equal((await list()).length, 2, 'without when it ends, nothing is noted')
    const old = { user: ada.id, epoch: 0, session: digest(9), device: 'curl/8.5.0', expiresAt: now.ms + day }
    await ask(accounts.checkSession, old)
    const { begunAt, ...known } = (await list()).find(({ session }) => session === digest(9)) ?? {}
    t.same(known, { session: digest(9), device: 'curl/8.5.0', usedAt: now.ms }, 'one from before the list')
    t.equal(begunAt, undefined)
    await t.rejects(ask(accounts.ownSessions, {}), { code: 'UNAUTHENTICATED' })
    await t.rejects(list('nobody'), { code: 'UNAUTHENTICATED' })
  })

  t.test('a session that has run out is not listed', async (t) => {
    const { ask, signUp, now, store } = await open(t)
    const ada = await signUp('ada')
    const input = { user: ada.id, epoch: 0, session: digest(1), expiresAt: now.ms + day }
    await ask(accounts.beginSession, input)
    now.ms += day + hour - 1
    t.equal((await ask(accounts.ownSessions, {}, ada.id)).sessions.length, 1, 'it may have been used since')
    now.ms += 2
    t.same((await ask(accounts.ownSessions, {}, ada.id)).sessions, [])
    await store.sweep(now.ms)
    t.equal(await store.session(ada.id, digest(1)), undefined)
  })

  t.test('one of one’s own is ended; another person’s does not exist', async (t) => {
    const { ask, signUp, now, bus } = await open(t)
    const [ada, bob] = [await signUp('ada'), await signUp('bob')]
    const told: unknown[] = []
    await bus.consume(sessionEnded.subject, 'test', async (payloads) => {
      for (const payload of payloads) told.push(sessionEnded.check(payload).data)
    })
    const expiresAt = now.ms + day
    for (const n of [1, 2])
      await ask(accounts.beginSession, { user: ada.id, epoch: 0, session: digest(n), expiresAt })
    await ask(accounts.beginSession, { user: bob.id, epoch: 0, session: digest(3), expiresAt })
    const end = (n: number, actor = ada.id) => ask(accounts.endOwnSession, { session: digest(n) }, actor)
    const lives = (user: string, n: number) =>
      ask(accounts.checkSession, { user, epoch: 0, session: digest(n), expiresAt })
    await t.rejects(end(1, bob.id), { code: 'NOT_FOUND' })
    await t.rejects(end(4), { code: 'NOT_FOUND' })
    t.ok(await lives(ada.id, 1))
    await end(1)
    await t.rejects(lives(ada.id, 1), { code: 'UNAUTHENTICATED' })
    t.ok(await lives(ada.id, 2))
    t.ok(await lives(bob.id, 3))
    const sessions = async () =>
      (await ask(accounts.ownSessions, {}, ada.id)).sessions.map(({ session }) => session)
    t.same(await sessions(), [digest(2)])
    t.same(await end(1), {}, 'asked again, it is done')
    await t.rejects(end(1, bob.id), { code: 'NOT_FOUND' }, 'nor does one that has ended')
    await end(3, bob.id)
    await waitFor(() => told.length >= 2, { what: 'both ends' })
    t.same(told, [
      { user: ada.id, session: digest(1), epoch: 0 },
      { user: bob.id, session: digest(3), epoch: 0 },
    ])
    // The end is known for as long as the session could have been used.
    now.ms = expiresAt + hour - 1
    await t.rejects(lives(ada.id, 1), { code: 'UNAUTHENTICATED' })

    await ask(accounts.endSession, { user: ada.id, session: digest(2), expiresAt })
    t.same(await sessions(), [], 'a logout takes it off the list')
    const again = { user: ada.id, epoch: 0, session: digest(2), expiresAt: now.ms + day }
    await t.rejects(ask(accounts.beginSession, again), { code: 'UNAUTHENTICATED' })
    t.same(await sessions(), [], 'and nothing brings it back')
  })

  t.test('all others end with one request; a session of before has no say', async (t) => {
    const { ask, signUp, now } = await open(t)
    const [ada, bob] = [await signUp('ada'), await signUp('bob')]
    const start = now.ms
    const begin = (user: string, n: number) =>
      ask(accounts.beginSession, { user, epoch: 0, session: digest(n), expiresAt: now.ms + day })
    for (const n of [1, 2]) await begin(ada.id, n)
    await begin(bob.id, 3)
    now.ms += hour
    const here = { epoch: 0, session: digest(1) }
    const renewed = await ask(accounts.endOtherSessions, here, ada.id)
    t.same(renewed, { person: ada, isAdmin: false, epoch: 1, begunAt: start })
    t.same((await ask(accounts.ownSessions, {}, ada.id)).sessions, [])
    for (const n of [1, 2])
      await t.rejects(ask(accounts.checkSession, { user: ada.id, epoch: 0, session: digest(n) }), {
        code: 'UNAUTHENTICATED',
      })
    t.ok(await ask(accounts.checkSession, { user: bob.id, epoch: 0, session: digest(3) }))
    t.equal((await ask(accounts.ownSessions, {}, bob.id)).sessions.length, 1)
    await t.rejects(ask(accounts.endOtherSessions, { epoch: 0, session: digest(2) }, ada.id), {
      code: 'UNAUTHENTICATED',
    })
    const next = { user: ada.id, epoch: 1, session: digest(4), begunAt: start, expiresAt: now.ms + day }
    await ask(accounts.beginSession, next)
    t.match((await ask(accounts.ownSessions, {}, ada.id)).sessions, [
      { session: digest(4), begunAt: start, usedAt: now.ms },
    ])
    const late = { user: ada.id, epoch: 0, session: digest(5), expiresAt: now.ms + day }
    await t.rejects(ask(accounts.beginSession, late), { code: 'UNAUTHENTICATED' })
    const change = { epoch: 1, session: digest(4), current: goodPassword, password: 'eight blue tricycles' }
    t.match(await ask(accounts.changePassword, change, ada.id), { epoch: 2, begunAt: start })
    await ask(accounts.setDisabled, { username: 'ada', disabled: true })
    await t.rejects(ask(accounts.endOtherSessions, { epoch: 3, session: digest(4) }, ada.id), {
      code: 'UNAUTHENTICATED',
    })
  })

  t.test('of more than a hundred the one unused for the longest time ends', async (t) => {
    const { ask, signUp, now } = await open(t)
    const [ada, bob] = [await signUp('ada'), await signUp('bob')]
    const begin = (user: string, n: number) => {
      now.ms += 1
      const expiresAt = now.ms + day
      return ask(accounts.beginSession, { user, epoch: 0, session: digest(n), expiresAt })
    }
    await begin(bob.id, 500)
    for (let n = 1; n <= 100; n += 1) await begin(ada.id, n)
    now.ms += hour
    const check = (n: number) =>
      ask(accounts.checkSession, { user: ada.id, epoch: 0, session: digest(n), expiresAt: now.ms + day })
    await check(1)
    await begin(ada.id, 101)
    await begin(ada.id, 102)
    const { sessions } = await ask(accounts.ownSessions, {}, ada.id)
    t.equal(sessions.length, 100)
    t.same(
      sessions.slice(0, 3).map(({ session }) => session),
      [digest(102), digest(101), digest(1)],
    )
    for (const n of [2, 3]) await t.rejects(check(n), { code: 'UNAUTHENTICATED' })
    t.ok(await check(4))
    t.equal((await ask(accounts.ownSessions, {}, bob.id)).sessions.length, 1)
  })
})
