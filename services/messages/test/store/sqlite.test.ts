import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { NewerData } from '../../src/store/newer-data.ts'
import { sqliteStore } from '../../src/store/sqlite.ts'
import { arrangeSuite } from './arrange-suite.ts'
import { blocksSuite } from './blocks-suite.ts'
import { changesSuite } from './changes-suite.ts'
import { groupsSuite } from './groups-suite.ts'
import { reportsSuite } from './reports-suite.ts'
import { savedSuite } from './saved-suite.ts'
import { storeSuite } from './suite.ts'

async function make(t: Test) {
  const store = sqliteStore({ path: join(t.testdir(), 'messages.db') })
  await store.open()
  t.teardown(() => store.close())
  return store
}

const entry = {
  lane: 'one',
  w: 1,
  conversation: 'd_ann_bob',
  seq: 1,
  n: 1,
  kind: 'message',
  by: 'ann',
  clientId: 'c',
  at: 1,
  text: 'x'.repeat(5_000),
}

t.test('suite', (t) => storeSuite(t, make))
t.test('changes', (t) => changesSuite(t, make))
t.test('saved', (t) => savedSuite(t, make))
t.test('arranged', (t) => arrangeSuite(t, make))
t.test('groups', (t) => groupsSuite(t, make))
t.test('blocks', (t) => blocksSuite(t, make))
t.test('reports', (t) => reportsSuite(t, make))

t.test('what was written is there after opening the file again', async (t) => {
  const path = join(t.testdir(), 'messages.db')
  const first = sqliteStore({ path })
  await first.open()
  await first.insert([entry])
  await first.close()
  const second = sqliteStore({ path })
  t.teardown(() => second.close())
  await second.open()
  t.match(await second.bySeq('d_ann_bob', 1), entry)
})

t.test('a file of the first version is taken over as it is', async (t) => {
  const path = join(t.testdir(), 'messages.db')
  const now = sqliteStore({ path })
  await now.open()
  const head = { seq: 1, n: 1, at: 1, preview: { by: 'ann', text: 'x' } }
  const move = { conversation: 'd_ann_bob', members: ['ann', 'bob'] }
  await now.insert([entry])
  await now.move({ heads: [{ ...move, head }], pointers: [] })
  await now.close()
  const db = new DatabaseSync(path)
  db.exec(
    'drop table blocks; drop table closed_people; drop table reports; drop index members_user; drop index members_pinned',
  )
  for (const column of ['revision', 'pinned', 'archived_n', 'muted_until', 'marked_seq', 'hears_mentions'])
    db.exec(`alter table members drop column ${column}`)
  db.exec('create index members_user on members (user, at)')
  db.exec('drop index entries_of; drop index entries_pins; drop table saved')
  db.exec(
    'drop table groups; drop table invites; drop table mentions; alter table conversations drop column g',
  )
  for (const column of ['re', 'of', 'replaced', 'g', 'body'])
    db.exec(`alter table entries drop column ${column}`)
  for (const column of ['n', 'seq', 'deleted'])
    db.exec(`alter table conversations drop column preview_${column}`)
  db.exec('pragma user_version = 1')
  db.close()
  const store = sqliteStore({ path })
  t.teardown(() => store.close())
  await store.open()
  t.match(await store.bySeq('d_ann_bob', 1), entry)
  t.strictSame((await store.find(['d_ann_bob'])).get('d_ann_bob')?.head, head)
  const edit = { ...entry, w: 2, seq: 2, kind: 'edit', of: 1, clientId: 'd', text: 'y' }
  t.strictSame(await store.insert([edit]), { kind: 'written' })
  t.match(await store.changesOf('d_ann_bob', 1, 1), [{ of: 1, text: 'y' }])
  const preview = { by: 'ann', n: 1, seq: 2, text: 'y' }
  await store.move({ heads: [{ ...move, head: { seq: 2, n: 1, at: 0, preview } }], pointers: [] })
  t.strictSame((await store.find(['d_ann_bob'])).get('d_ann_bob')?.head, { seq: 2, n: 1, at: 1, preview })
  const pin = { conversation: 'd_ann_bob', user: 'ann', pinned: true } as const
  t.strictSame(await store.arrange(pin), { revision: 1, pinned: true })
  t.equal((await store.conversationsOf('ann', { limit: 9, place: 'pinned' })).length, 1)
})

t.test('a file of a newer version is refused in one sentence', async (t) => {
  const path = join(t.testdir(), 'messages.db')
  const db = new DatabaseSync(path)
  db.exec('pragma user_version = 99')
  db.close()
  await t.rejects(sqliteStore({ path }).open(), NewerData)
})

t.test('a second opener is refused', async (t) => {
  const path = join(t.testdir(), 'messages.db')
  const first = sqliteStore({ path })
  await first.open()
  t.teardown(() => first.close())
  await t.rejects(sqliteStore({ path }).open(), /in use by another process/)
})

/** A disk that takes as long, and fails, as a test wants. */
function heldDisk() {
  let waiting: PromiseWithResolvers<void>[] = []
  return {
    flush: () => {
      const flush = Promise.withResolvers<void>()
      waiting.push(flush)
      return flush.promise
    },
    close: async () => undefined,
    get flushes() {
      return waiting.length
    },
    release: () => {
      const released = waiting
      waiting = []
      for (const { resolve } of released) resolve()
    },
    fail: () => {
      for (const { reject } of waiting) reject(new Error('the disk is gone'))
    },
  }
}

async function heldStore(t: Test) {
  const disk = heldDisk()
  const store = sqliteStore({ path: join(t.testdir(), 'messages.db'), flusher: disk })
  await store.open()
  t.teardown(() => store.close())
  return { disk, store }
}

t.test('nothing is answered before it is on the disk, and nothing is shown that is not', async (t) => {
  const { disk, store } = await heldStore(t)
  const settled: string[] = []
  const written = store.insert([entry]).then((outcome) => {
    settled.push('written')
    return outcome
  })
  const read = store.bySeq('d_ann_bob', 1).then((found) => {
    settled.push('read')
    return found
  })
  await new Promise((resolve) => setImmediate(resolve))
  t.same(settled, [])
  t.equal(disk.flushes, 1, 'one flush for both')
  disk.release()
  t.same(await written, { kind: 'written' })
  t.match(await read, entry)
})

t.test('what is committed while a flush is under way waits for the next one', async (t) => {
  const { disk, store } = await heldStore(t)
  const first = store.insert([entry])
  const second = store.insert([{ ...entry, w: 2, seq: 2, n: 2, clientId: 'd' }])
  let isSecondDone = false
  const done = second.then(() => (isSecondDone = true))
  t.equal(disk.flushes, 1)
  disk.release()
  await first
  await new Promise((resolve) => setImmediate(resolve))
  t.notOk(isSecondDone)
  t.equal(disk.flushes, 1)
  disk.release()
  await done
})

t.test('after a flush that failed nothing is believed any more', async (t) => {
  const { disk, store } = await heldStore(t)
  const written = store.insert([entry])
  disk.fail()
  t.match(await written, { kind: 'unclear' })
  await t.rejects(store.bySeq('d_ann_bob', 1), { code: 'UNAVAILABLE' })
  t.match(await store.insert([{ ...entry, w: 2, seq: 2, n: 2, clientId: 'd' }]), { kind: 'unclear' })
})
