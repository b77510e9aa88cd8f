import { waitFor } from '@parley/testing'
import type { Test } from 'tap'
import type { PresenceStore } from '../../src/presence/presence.ts'

/** Makes one gateway's view of the same presence, at a time that the test sets. */
export type MakePresence = (t: Test, clock: () => number) => Promise<() => PresenceStore>

/** What presence promises; each maker passes it. */
export function presenceSuite(t: Test, make: MakePresence): void {
  let now = 1_000_000
  const clock = () => now
  const state = async (store: PresenceStore, user: string) => (await store.of([user])).get(user)
  const becomes = (store: PresenceStore, user: string, online: boolean) =>
    waitFor(async () => (await state(store, user))?.online === online, { what: `${user}: ${online}` })

  t.test('someone never seen is known to be away', async (t) => {
    const store = (await make(t, clock))()
    await waitFor(async () => (await store.of(['ann', 'bob'])).size === 2, { what: 'an answer' })
    t.same(await state(store, 'ann'), { user: 'ann', online: false })
    t.same(await store.of([]), new Map())
  })

  t.test('who is held is online, and was last seen when let go', async (t) => {
    const store = (await make(t, clock))()
    store.enter('ann')
    await becomes(store, 'ann', true)
    t.same(await state(store, 'ann'), { user: 'ann', online: true })
    now += 5_000
    store.leave('ann')
    await becomes(store, 'ann', false)
    t.same(await state(store, 'ann'), { user: 'ann', online: false, lastSeenAt: now })
    now += 5_000
    store.enter('ann')
    await becomes(store, 'ann', true)
  })

  t.test('many come and go at once', async (t) => {
    const store = (await make(t, clock))()
    const users = Array.from({ length: 2_500 }, (_, i) => `user${i}`)
    for (const user of users) store.enter(user)
    const online = async () => [...(await store.of(users)).values()].filter((one) => one.online).length
    await waitFor(async () => (await online()) === 2_500, { what: 'all to be online' })
    for (const user of users.slice(0, 1_200)) store.leave(user)
    await waitFor(async () => (await online()) === 1_300, { what: 'some to be away' })
    for (let i = 0; i < 11; i++) {
      store.leave('user2000')
      store.enter('user2000')
    }
    store.leave('user2001')
    await becomes(store, 'user2001', false)
    t.equal((await state(store, 'user2000'))?.online, true)
  })

  t.test('a closed store lets go of its people and knows nobody; twice does no harm', async (t) => {
    const another = await make(t, clock)
    const store = another()
    store.enter('cat')
    await becomes(store, 'cat', true)
    await store.close()
    await store.close()
    store.leave('cat')
    store.enter('cat')
    t.same(await store.of(['cat']), new Map())
  })
}
