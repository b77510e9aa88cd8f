import t from 'tap'
import { RecentMessages } from '../../src/unread/recent-messages.ts'
import { Random } from '../log/random.ts'

const conversation = 'd_ann_bob'
const message = (n: number, by: string) => ({
  seq: n,
  n,
  kind: 'message',
  by,
  clientId: `c${n}`,
  at: n,
  text: `${n}`,
})
const news = (messages: ReturnType<typeof message>[]) => [
  { conversation, head: { seq: 1, n: 1, at: 1 }, reads: [], messages },
]

t.test('what it says is what the log says, whatever it heard late, twice or not at all', async (t) => {
  const seed = Date.now() % 1_000_000
  const random = new Random(seed)
  let answers = 0
  for (let world = 0; world < 200; world++) {
    const log = Array.from({ length: 40 }, (_, i) => message(i + 1, random.chance(0.5) ? 'ann' : 'bob'))
    const recent = new RecentMessages(() => true)
    for (let step = 0; step < 30; step++) {
      const from = random.below(log.length)
      // Most of the time the next ones, else anything.
      const start = random.chance(0.7) ? Math.min(step * 2, log.length - 1) : from
      recent.learn(news(log.slice(start, start + 1 + random.below(4))))
      const above = random.below(log.length)
      const upTo = above + random.below(log.length - above + 1)
      const notBy = random.pick(['ann', 'bob', 'eve']) ?? ''
      const range = { conversation, notBy, above, upTo, isChanged: false }
      const truth = log.slice(above, upTo).filter(({ by }) => by !== notBy)
      const count = recent.count(range, 1_000)
      const newest = recent.newest(range)
      if (count !== undefined && count !== truth.length)
        return t.fail(`seed ${seed}: ${count} of ${truth.length} in ${above}…${upTo}`)
      if (newest) {
        const wanted = truth.slice(-5).toReversed()
        t.strictSame(
          newest.map(({ n }) => n),
          wanted.map(({ n }) => n),
          `seed ${seed}`,
        )
      }
      if (count !== undefined) answers += 1
    }
  }
  t.ok(answers > 100, `${answers} ranges were known`)
  t.equal(
    new RecentMessages(() => true).count(
      { conversation, notBy: 'ann', above: 0, upTo: 1, isChanged: false },
      9,
    ),
    undefined,
    'what it never heard of, it does not say',
  )
})

t.test('of one conversation it keeps the newest 256', async (t) => {
  const recent = new RecentMessages(() => true)
  for (let n = 1; n <= 1_000; n++) recent.learn(news([message(n, 'ann')]))
  const range = { conversation, notBy: 'bob', upTo: 1_000, isChanged: false }
  t.equal(recent.count({ ...range, above: 744 }, 1_000), 256)
  t.equal(recent.count({ ...range, above: 743 }, 1_000), undefined)
  t.equal(recent.count({ ...range, above: 744 }, 100), 100)
})

t.test('what others may have deleted meanwhile is not counted from memory', async (t) => {
  let isFollowed = true
  const recent = new RecentMessages(() => isFollowed)
  recent.learn(news([message(1, 'ann'), message(2, 'ann'), message(3, 'ann')]))
  const range = { conversation, notBy: 'bob', above: 0, upTo: 3, isChanged: false }
  t.equal(recent.count(range, 9), 3)
  isFollowed = false
  t.equal(recent.count(range, 9), undefined)
  t.equal(recent.newest(range), undefined)
  isFollowed = true
  recent.forget()
  t.equal(recent.count(range, 9), undefined)
  // A deletion that is heard of before what it deletes.
  const [told] = news([message(4, 'ann')])
  if (!told) return t.fail('there are news')
  recent.learn([{ ...told, messages: [], changed: [4], changedAt: 5 }])
  recent.learn([told])
  t.equal(recent.count({ ...range, above: 3, upTo: 4 }, 9), undefined)
})
