import { join } from 'node:path'
import t from 'tap'
import { memoryPresence } from '../../src/presence/memory-presence.ts'
import { presenceSuite } from './presence-suite.ts'

presenceSuite(t, async (t, clock) => () => {
  const store = memoryPresence({ clock })
  t.teardown(() => store.close())
  return store
})

t.test('when people were last seen outlives a restart', async (t) => {
  const path = join(t.testdir(), 'presence.db')
  let now = 1_000
  const clock = () => now
  const before = memoryPresence({ path, clock })
  before.enter('ann')
  before.enter('bob')
  before.leave('bob')
  now = 2_000
  await before.close()
  const after = memoryPresence({ path, clock })
  t.teardown(() => after.close())
  t.same(
    [...(await after.of(['ann', 'bob'])).values()],
    [
      { user: 'ann', online: false, lastSeenAt: 2_000 },
      { user: 'bob', online: false, lastSeenAt: 1_000 },
    ],
  )
})

t.test('two gateways of one process hold the same person', async (t) => {
  const store = memoryPresence()
  t.teardown(() => store.close())
  store.enter('ann')
  store.enter('ann')
  store.leave('ann')
  t.match((await store.of(['ann'])).get('ann'), { online: true })
})
