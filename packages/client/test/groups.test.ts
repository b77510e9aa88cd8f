import type { Group } from '@parley/contracts/groups'
import type { ClientEntry } from '@parley/contracts/socket'
import t from 'tap'
import { systemClock } from '../src/clock.ts'
import { Groups } from '../src/groups.ts'
import { LogSync } from '../src/log-sync.ts'
import { Pauses } from '../src/pauses.ts'
import { defaultTiming } from '../src/timing.ts'

const conversation = 'g_walks'
const walks: Group = { name: 'Walks', about: '', history: 'all', count: 3, role: 'member', seq: 5 }

function became(seq: number, group: ClientEntry['group']): ClientEntry {
  const numbers = { conversation, seq, n: 1, at: seq }
  return { ...numbers, kind: 'members', by: 'ann', clientId: `c${seq}`, ...(group ? { group } : {}) }
}

t.test('what becomes of a group is known by its entries, in their order', async (t) => {
  const groups = new Groups()
  groups.apply(became(4, { name: 'Unknown' }), 'ben')
  t.equal(groups.of(conversation), undefined, 'nothing is known of a group by its changes alone')
  groups.learn([{ conversation, group: walks }, { conversation: 'd_ann_ben' }])
  groups.apply(became(4, { name: 'Older' }), 'ben')
  t.strictSame(groups.of(conversation), walks)

  groups.apply(became(6, { name: 'Runs', members: [{ user: 'cem', role: 'member' }] }), 'ben')
  groups.apply(became(7, { members: [{ user: 'ben', role: 'admin', was: 'member' }] }), 'ben')
  groups.apply(became(8, { members: [{ user: 'cem', role: null }] }), 'ben')
  t.strictSame(groups.of(conversation), { ...walks, name: 'Runs', role: 'admin', seq: 8 })
  groups.learn([{ conversation, group: { ...walks, name: 'Stale', seq: 7 } }])
  t.equal(groups.nameOf(conversation), 'Runs')

  groups.learnNames([{ conversation: 'g_new', name: 'New' }])
  t.equal(groups.nameOf('g_new'), 'New')
  groups.forget(conversation)
  t.equal(groups.nameOf(conversation), undefined)
})

t.test('a group that comes up later begins where its person came in', async (t) => {
  const asked: [string, number][] = []
  const applied: number[] = []
  const pauses = new Pauses({ clock: systemClock, timing: defaultTiming, random: Math.random })
  const entries = (after: number) => [41, 42, 43].filter((seq) => seq > after).map((seq) => became(seq, {}))
  const logs = new LogSync(
    {
      pauses,
      isOnline: () => true,
      changes: async (which, after) => {
        asked.push([which, after])
        return { entries: entries(after), head: { seq: 43, n: 1 }, pointers: [] }
      },
      apply: ({ seq }) => applied.push(seq),
    },
    {},
  )
  logs.compare([])
  logs.take(became(41, {}))
  t.strictSame([applied, asked], [[41], []], 'by a push, with what let them in')
  logs.rest(conversation, 41)

  const pointers = [{ user: 'ben', readSeq: 41, readN: 1, deliveredSeq: 41 }]
  logs.compare([{ conversation, head: { seq: 43, n: 1, at: 1 }, pointers }])
  await Promise.resolve()
  t.strictSame(asked, [[conversation, 41]], 'by a list, after what they had read by coming')
  t.strictSame(applied, [41, 42, 43])
})
