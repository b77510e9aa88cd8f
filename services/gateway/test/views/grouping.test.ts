import t from 'tap'
import { type Placeable, placement, runGapMs } from '../../src/views/grouping.ts'
import { localDay } from '../../src/views/time.ts'

const utc = localDay('UTC')

function at(by: string, iso: string): Placeable {
  return { by, at: `2026-11-${iso}:00.000Z` }
}

function runs(all: readonly Placeable[], dayOf = utc): string[] {
  return all.map((one, i) => {
    const { run, startsDay } = placement(all[i - 1], one, all[i + 1], dayOf)
    return startsDay ? `day ${run}` : run
  })
}

t.test('runs are of one person, one day and without a long silence', async (t) => {
  t.same(runs([at('a', '23T10:00')]), ['day only'])
  t.same(runs([at('a', '23T10:00'), at('a', '23T10:01'), at('a', '23T10:02')]), [
    'day first',
    'middle',
    'last',
  ])
  t.same(runs([at('a', '23T10:00'), at('b', '23T10:01'), at('a', '23T10:02')]), ['day only', 'only', 'only'])
  t.same(runs([at('a', '23T10:00'), at('a', '23T10:06')]), ['day only', 'only'])
  t.same(runs([at('a', '22T23:59'), at('a', '23T00:00')]), ['day only', 'day only'])
})

t.test('a silence of exactly the gap is within a run', async (t) => {
  const start = Date.parse('2026-11-23T10:00:00.000Z')
  const after = (ms: number) => ({ by: 'a', at: new Date(start + ms).toISOString() })
  t.equal(placement(after(0), after(runGapMs), undefined, utc).run, 'last')
  t.equal(placement(after(0), after(runGapMs + 1), undefined, utc).run, 'only')
})

t.test('days are those of the reader', async (t) => {
  const all = [at('a', '22T23:30'), at('a', '22T23:32')]
  t.same(runs(all), ['day first', 'last'])
  t.same(runs([at('a', '22T23:59'), at('a', '23T00:01')], localDay('Asia/Tokyo')), ['day first', 'last'])
  t.same(runs([at('a', '22T14:59'), at('a', '22T15:01')], localDay('Asia/Tokyo')), ['day only', 'day only'])
})

t.test('adding one by one ends as adding all at once', async (t) => {
  const all = ['a', 'a', 'b', 'b', 'a', 'b', 'b', 'b'].map((by, i) => at(by, `23T10:0${i}`))
  const one: Placeable[] = []
  const placed: string[] = []
  for (const next of all) {
    one.push(next)
    // Only the new one and its neighbour are asked for again, as the browser does.
    for (const i of [one.length - 2, one.length - 1]) {
      const current = one[i]
      if (current !== undefined) placed[i] = placement(one[i - 1], current, one[i + 1], utc).run
    }
  }
  t.same(
    placed,
    all.map((current, i) => placement(all[i - 1], current, all[i + 1], utc).run),
  )
})
