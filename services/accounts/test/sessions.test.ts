import { isDeepStrictEqual } from 'node:util'
import { type Bus, BusUnavailable, memoryBus } from '@parley/bus'
import { accounts, liveSubject, personChanged, sessionEnded } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { onBothStores, openHouse } from './house/open-house.ts'

const session = 'digest_of_a_session_1'
const other = 'digest_of_a_session_2'

await onBothStores(t, (t, open) => {
  t.test('a session lives until it ends; no other one ends with it', async (t) => {
    const { ask, signUp, bus, now } = await open(t)
    const [ada, outsider] = [await signUp('ada'), await signUp('outsider')]
    const heard = await listen(bus, [ada.id, outsider.id])
    const check = { user: ada.id, epoch: 0, session }
    const identity = { person: ada, isAdmin: false, epoch: 0 }
    t.same(await ask(accounts.checkSession, check), identity)
    const end = { user: ada.id, session, expiresAt: now.ms + 1_000 }
    t.same(await ask(accounts.endSession, end), {})
    await t.rejects(ask(accounts.checkSession, check), { code: 'UNAUTHENTICATED' })
    t.same(await ask(accounts.checkSession, { ...check, session: other }), identity)
    t.same(await ask(accounts.checkSession, { ...check, user: outsider.id }), {
      ...identity,
      person: outsider,
    })

    await waitFor(() => heard.sessionEnded.length === 1, { what: 'the event' })
    t.same(heard.sessionEnded, [{ user: ada.id, session, epoch: 0 }])
    t.same(heard.live(ada.id), [{ type: 'ended', session, epoch: 0 }])
    t.same(await ask(accounts.endSession, end), {}, 'again')
    // What the outsider gets later is the first that she gets.
    await ask(accounts.endSession, { ...end, user: outsider.id, session: other })
    await waitFor(() => heard.live(outsider.id).length > 0, { what: 'her own event' })
    t.same(heard.live(outsider.id), [{ type: 'ended', session: other, epoch: 0 }])
  })

  t.test('reset and disabling end all sessions, and say so', async (t) => {
    const { ask, signUp, bus, store } = await open(t)
    const [ada, outsider] = [await signUp('ada'), await signUp('outsider')]
    const heard = await listen(bus, [ada.id, outsider.id])
    const { password, person } = await ask(accounts.resetPassword, { username: 'ada' })
    t.same(person, ada)
    await t.rejects(ask(accounts.checkSession, { user: ada.id, epoch: 0, session }), {
      code: 'UNAUTHENTICATED',
    })
    t.match(await ask(accounts.logIn, { username: 'ada', password }), { person: ada, epoch: 1 })
    t.ok(await ask(accounts.checkSession, { user: ada.id, epoch: 1, session }))
    await waitFor(() => heard.personChanged.length === 1, { what: 'the event of the reset' })
    await waitFor(async () => (await store.untold(10)).length === 0, { what: 'all to be told' })

    await ask(accounts.setDisabled, { username: 'ada', disabled: true })
    await t.rejects(ask(accounts.checkSession, { user: ada.id, epoch: 1, session }), {
      code: 'UNAUTHENTICATED',
    })
    await t.rejects(ask(accounts.checkSession, { user: ada.id, epoch: 2, session }), {
      code: 'UNAUTHENTICATED',
    })
    await t.rejects(ask(accounts.logIn, { username: 'ada', password }), { code: 'UNAUTHENTICATED' })
    await ask(accounts.setDisabled, { username: 'ada', disabled: true })
    await ask(accounts.setDisabled, { username: 'ada', disabled: false })
    t.match(await ask(accounts.logIn, { username: 'ada', password }), { epoch: 2 })
    await ask(accounts.setAdmin, { username: 'ada', isAdmin: true })
    t.match(await ask(accounts.checkSession, { user: ada.id, epoch: 2, session }), { isAdmin: true })

    await waitFor(async () => (await store.untold(10)).length === 0, { what: 'all to be told' })
    // On a busy machine what was told just now may be told once more by who looks for what was not.
    t.same(onceEach(heard.live(ada.id)), [
      { type: 'ended', session: null, epoch: 0 },
      { type: 'ended', session: null, epoch: 1 },
    ])
    t.same(onceEach(heard.sessionEnded), [
      { user: ada.id, session: null, epoch: 0 },
      { user: ada.id, session: null, epoch: 1 },
    ])
    t.ok(heard.personChanged.length >= 4, 'reset, disabled, enabled, admin')
    t.same(new Set(heard.personChanged), new Set([ada.id]))
    await ask(accounts.resetPassword, { username: 'outsider' })
    await waitFor(() => heard.live(outsider.id).length > 0, { what: 'her own event' })
    t.same(heard.live(outsider.id), [{ type: 'ended', session: null, epoch: 0 }])
  })

  t.test('a session of nobody, or of an epoch to come, does not live', async (t) => {
    const { ask, signUp, now } = await open(t)
    const ada = await signUp('ada')
    await t.rejects(ask(accounts.checkSession, { user: 'nobody', epoch: 0, session }), {
      code: 'UNAUTHENTICATED',
    })
    await t.rejects(ask(accounts.checkSession, { user: ada.id, epoch: 1, session }), {
      code: 'UNAUTHENTICATED',
    })
    t.same(await ask(accounts.endSession, { user: 'nobody', session, expiresAt: now.ms }), {})
  })

  t.test('what could not be told is told by whoever starts next', async (t) => {
    const lost = async () => Promise.reject(new BusUnavailable('lost'))
    const { ask, signUp, logged, store } = await open(t, { bus: { ...memoryBus(), publishDurable: lost } })
    const ada = await signUp('ada')
    await ask(accounts.resetPassword, { username: 'ada' })
    await waitFor(() => logged.some((line) => line.includes('waits for the next round')), {
      what: 'the failure to be noted',
    })
    t.equal((await store.untold(10)).length, 1)
    const bus = memoryBus()
    const heard = await listen(bus, [ada.id])
    await openHouse(t, store, { bus })
    await waitFor(async () => (await store.untold(10)).length === 0, { what: 'the next round' })
    t.same(heard.personChanged, [ada.id])
    t.same(heard.sessionEnded, [{ user: ada.id, session: null, epoch: 0 }])
    t.same(heard.live(ada.id), [{ type: 'ended', session: null, epoch: 0 }])
  })
})

async function listen(bus: Bus, users: string[]) {
  const live = new Map(users.map((user) => [user, new Array<unknown>()]))
  const heard = {
    sessionEnded: new Array<unknown>(),
    personChanged: new Array<string>(),
    live: (user: string) => live.get(user) ?? [],
  }
  for (const user of users)
    await bus.subscribe(liveSubject(user), (events) => void live.get(user)?.push(...(events as unknown[])))
  await bus.consume(sessionEnded.subject, 'test', async (payloads) => {
    for (const payload of payloads) heard.sessionEnded.push(sessionEnded.check(payload).data)
  })
  await bus.consume(personChanged.subject, 'test', async (payloads) => {
    for (const payload of payloads) heard.personChanged.push(personChanged.check(payload).data.user)
  })
  return heard
}

/** Without those that are equal to one before them. */
function onceEach<T>(all: readonly T[]): T[] {
  return all.filter((one, i) => !all.slice(0, i).some((before) => isDeepStrictEqual(before, one)))
}
