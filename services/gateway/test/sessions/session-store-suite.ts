import type { Test } from 'tap'
import type { SessionStore } from '../../src/sessions/session-store.ts'

export interface SessionStoreMaker {
  /** A store of its own that reads `clock` where it can. */
  make(): Promise<SessionStore>
  /** Another on the same data. */
  again(store: SessionStore): Promise<SessionStore>
}

const inAnHour = (): number => Date.now() + 3_600_000

/** What a session store promises. */
export async function sessionStoreSuite(t: Test, { make, again }: SessionStoreMaker): Promise<void> {
  const store = await make()
  const ann = { user: 'ann1', epoch: 3 }

  await t.test('what was set is got, by its digest alone', async (t) => {
    const expiresAt = inAnHour()
    await store.set('one', ann, expiresAt)
    t.strictSame(await store.get('one'), { ...ann, expiresAt })
    t.equal(await store.get('another'), null)
  })

  await t.test('a session is written once', async (t) => {
    const expiresAt = inAnHour()
    await store.set('once', ann, expiresAt)
    await store.set('once', { user: 'eve1', epoch: 0 }, expiresAt + 5)
    t.strictSame(await store.get('once'), { ...ann, expiresAt })
  })

  await t.test('touch lets it end later, never earlier', async (t) => {
    const expiresAt = inAnHour()
    await store.set('touched', ann, expiresAt)
    await store.touch('touched', expiresAt + 1_000)
    t.equal((await store.get('touched'))?.expiresAt, expiresAt + 1_000)
    await store.touch('touched', expiresAt)
    t.equal((await store.get('touched'))?.expiresAt, expiresAt + 1_000)
    await store.touch('unknown', expiresAt)
    t.equal(await store.get('unknown'), null)
  })

  await t.test('an ended session is not brought back by who was late', async (t) => {
    const expiresAt = inAnHour()
    await store.set('ended', ann, expiresAt)
    await store.destroy('ended')
    t.equal(await store.get('ended'), null)
    await store.touch('ended', expiresAt + 1_000)
    await store.set('ended', ann, expiresAt)
    t.equal(await store.get('ended'), null)
    await store.destroy('ended')
    await store.destroy('never there')
  })

  await t.test('what has run out is gone, and cannot be touched', async (t) => {
    await store.set('old', ann, Date.now() - 1)
    t.equal(await store.get('old'), null)
    await store.touch('old', inAnHour())
    t.equal(await store.get('old'), null)
  })

  await t.test('sessions and their ends outlive the store object', async (t) => {
    const expiresAt = inAnHour()
    await store.set('kept', ann, expiresAt)
    await store.set('kept-ended', ann, expiresAt)
    await store.destroy('kept-ended')
    const other = await again(store)
    t.strictSame(await other.get('kept'), { ...ann, expiresAt })
    await other.set('kept-ended', ann, expiresAt)
    t.equal(await other.get('kept-ended'), null)
    await other.ping()
    await other.close()
    await other.close()
  })
}
