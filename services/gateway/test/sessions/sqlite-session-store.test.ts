import { join } from 'node:path'
import t from 'tap'
import { sqliteSessionStore } from '../../src/sessions/sqlite-session-store.ts'
import { sessionStoreSuite } from './session-store-suite.ts'

const path = join(t.testdir(), 'sessions.sqlite')

await t.test('suite', async (t) => {
  await sessionStoreSuite(t, {
    async make() {
      const store = sqliteSessionStore({ path })
      t.teardown(() => store.close())
      return store
    },
    again: async () => sqliteSessionStore({ path }),
  })
})

await t.test('what has run out is removed as new sessions come', async (t) => {
  let now = 1_000
  const store = sqliteSessionStore({ path: ':memory:', clock: () => now })
  t.teardown(() => store.close())
  await store.set('old', { user: 'ann', epoch: 0 }, 2_000)
  await store.destroy('old')
  now = 3_000
  await store.set('new', { user: 'ann', epoch: 0 }, 9_000)
  await store.set('old', { user: 'ann', epoch: 0 }, 9_000)
  t.ok(await store.get('old'), 'its mark is gone, as is everything of it')
})
