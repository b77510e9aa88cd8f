import t from 'tap'
import { Watchers } from '../../src/presence/watchers.ts'

const nobodyApart = { apart: async () => new Set<string>(), closed: async () => new Set<string>() }

t.test('whoever was answered with something else than the others were told is told again', async (t) => {
  let online = true
  const presence = {
    stored: async (users: readonly string[]) => new Map(users.map((user) => [user, { user, online }])),
    hiding: async () => new Set<string>(),
    ...nobodyApart,
  }
  const watchers = new Watchers(presence)
  const told: Record<string, boolean[]> = { ann: [], ben: [] }
  const watcher = (name: string) => ({
    user: name,
    personChanged: () => undefined,
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

t.test('what was asked for before somebody hid is told to nobody after it', async (t) => {
  const hiders = new Set<string>()
  let online = false
  const held: Promise<void>[] = []
  const watchers = new Watchers({
    stored: async (users: readonly string[]) => new Map(users.map((user) => [user, { user, online }])),
    ...nobodyApart,
    async hiding(users: readonly string[]) {
      const answer = new Set(users.filter((user) => hiders.has(user)))
      await Promise.all(held)
      return answer
    },
  })
  const told: unknown[] = []
  const ann = {
    user: 'ann',
    personChanged: () => undefined,
    presenceChanged: (presence: unknown) => void told.push(presence),
  }
  await watchers.watch(ann, ['cat'])
  online = true
  const hold = Promise.withResolvers<void>()
  held.push(hold.promise)
  const polled = watchers.poll()
  // By now it has been asked, and answered, that cat does not hide.
  await Promise.resolve()
  await Promise.resolve()
  hiders.add('cat')
  await watchers.changed('cat')
  hold.resolve()
  await polled
  await watchers.poll()
  t.same(told, [], 'she came unseen')

  hiders.delete('cat')
  await watchers.changed('cat')
  t.same(told, [{ user: 'cat', online: true }])
  const asked = watchers.watch(ann, ['cat'])
  hiders.add('cat')
  await watchers.changed('cat')
  t.same(await asked, [{ user: 'cat', online: false }], 'nor is a question answered by it')
})
