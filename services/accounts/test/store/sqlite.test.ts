import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { account, storeSuite } from './suite.ts'

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
  await t.rejects(store.open(), { name: 'StartError', message: /newer version.*99.*1\)/ })
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
