import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { account } from './account.ts'
import { storeSuite } from './suite.ts'

storeSuite(t, async (t) => {
  const path = pathIn(t)
  return () => {
    const store = sqliteStore({ path })
    t.teardown(() => store.close())
    return store
  }
})

t.test('a file of a newer version is refused with one sentence', async (t) => {
  const path = pathIn(t)
  const newer = new DatabaseSync(path)
  newer.exec('PRAGMA user_version = 99')
  newer.close()
  const store = sqliteStore({ path })
  t.teardown(() => store.close())
  await t.rejects(store.open(), { name: 'StartError', message: /newer version.*99.*5\)/ })
})

t.test('a file of an older version goes on with all that is in it', async (t) => {
  const path = pathIn(t)
  const before = sqliteStore({ path })
  const ada = account('ada', { displayName: 'Ada Byron' })
  await before.insert(ada)
  await before.endSession({ user: ada.id, session: 'ended', expiresAt: 1_000, epoch: 0 })
  await before.close()
  const file = new DatabaseSync(path)
  file.exec(`
    ALTER TABLE people DROP COLUMN hidesPresence; ALTER TABLE people DROP COLUMN status;
    DROP INDEX peopleClaim; ALTER TABLE people DROP COLUMN claim; ALTER TABLE people DROP COLUMN deletedAt;
    DROP TABLE sessions; DROP INDEX termsOfPerson; PRAGMA user_version = 1`)
  file.close()

  const store = sqliteStore({ path })
  t.teardown(() => store.close())
  t.match(await store.byUsername('ada'), { displayName: 'Ada Byron' })
  t.equal(await store.isEnded(ada.id, 'ended'), true)
  const session = { user: ada.id, session: 'new', epoch: 0, device: '', begunAt: 0, usedAt: 1, expiresAt: 9 }
  await store.noteSession(session)
  t.strictSame(await store.sessions(ada.id, 0, 9), [session])
  t.match(await store.change(ada.id, { hidesPresence: true, endSessions: false }), { hidesPresence: true })
})

t.test('a file that cannot be opened is a store that is away', async (t) => {
  const path = pathIn(t)
  mkdirSync(path)
  const store = sqliteStore({ path })
  await t.rejects(store.insert(account('ada')), { name: 'StoreUnavailable' })
  await t.rejects(store.ping(), { name: 'StoreUnavailable' })
})

t.test('a search reads the index of terms, a page the index of usernames', async (t) => {
  const path = pathIn(t)
  const store = sqliteStore({ path })
  await store.open()
  await store.close()
  const file = new DatabaseSync(path)
  t.teardown(() => file.close())
  const plan = file
    .prepare("EXPLAIN QUERY PLAN SELECT username FROM terms WHERE term >= 'a' AND term < 'b'")
    .all()
  t.match(JSON.stringify(plan), /SEARCH terms USING PRIMARY KEY/)
})

function pathIn(t: Test): string {
  return join(t.testdir({}), 'accounts.sqlite')
}
