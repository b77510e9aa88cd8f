import t from 'tap'
import type { PresenceStore } from '../../src/presence/presence.ts'
import { Watchers } from '../../src/presence/watchers.ts'

t.test('whoever was answered with something else than the others were told is told again', async (t) => {
  let online = true
  const store: PresenceStore = {
    enter: () => undefined,
    leave: () => undefined,
    of: async (users) => new Map(users.map((user) => [user, { user, online }])),
    close: async () => undefined,
  }
  const watchers = new Watchers(store)
  const told: Record<string, boolean[]> = { ann: [], ben: [] }
  const watcher = (name: string) => ({
    presenceChanged: ({ online: is }: { online: boolean }) => void told[name]?.push(is),
  })
  await watchers.watch(watcher('ann'), ['cat'])
  online = false
  t.match(await watchers.watch(watcher('ben'), ['cat']), [{ online: false }])
  online = true
  await watchers.poll()
  t.same(told['ben'], [true], 'who was told last that cat is away')
  await watchers.poll()
  t.same(told['ben'], [true], 'once')
  online = false
  await watchers.poll()
  t.same([told['ann']?.at(-1), told['ben']?.at(-1)], [false, false])
})
