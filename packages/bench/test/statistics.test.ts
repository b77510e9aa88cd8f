import t from 'tap'
import { Latencies } from '../src/statistics/latency.ts'
import { Meter } from '../src/statistics/meter.ts'
import { mean, slope } from '../src/statistics/slope.ts'
import { DeliveryCheck, wordsFor } from '../src/traffic/delivery-check.ts'
import { EntryLog } from '../src/traffic/entry-log.ts'

function isNear(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= wanted * 0.002
}

t.test('percentiles are those of what was added, to three figures', async (t) => {
  const latencies = new Latencies()
  for (let i = 1; i <= 10_000; i++) latencies.add(i / 10)
  const { count, p50, p90, p99, p999, max, ladder } = latencies.summary()
  t.equal(count, 10_000)
  for (const [value, wanted] of [
    [p50, 500],
    [p90, 900],
    [p99, 990],
    [p999, 999],
    [max, 1_000],
  ] as const)
    t.ok(isNear(value, wanted), `${value} is about ${wanted}`)
  t.same(
    ladder.map(([, ms]) => ms),
    ladder.map(([, ms]) => ms).toSorted((one, other) => one - other),
    'a ladder rises',
  )
  latencies.reset()
  t.equal(latencies.summary().count, 0)
})

t.test(
  'what is longer than two minutes counts as that, and nothing as less than a microsecond',
  async (t) => {
    const latencies = new Latencies()
    latencies.add(1e9)
    t.ok(isNear(latencies.summary().max, 120_000))
    latencies.reset()
    latencies.add(0)
    t.equal(latencies.summary().max, 0.001)
  },
)

t.test('a slope is what each x adds, whatever there was before', async (t) => {
  t.equal(slope([1, 4, 7, 10].map((x) => ({ x, y: 500 + 12 * x }))), 12)
  t.ok(Number.isNaN(slope([{ x: 3, y: 1 }])))
  t.equal(mean([1, 2, 6]), 3)
})

t.test('a meter counts what happens while it is open', async (t) => {
  const meter = new Meter()
  meter.took(1)
  meter.begin()
  meter.took(5)
  meter.took(7)
  meter.end()
  meter.took(9)
  const { count, latency } = meter.result()
  t.equal(count, 2)
  t.ok(isNear(latency.max, 7))
})

t.test('numbers that come once and in order have no fault', async (t) => {
  const check = new DeliveryCheck()
  for (let i = 1; i <= 3; i++) t.ok(check.arrived(check.sending()))
  t.same(wordsFor('messages', [check.faults()]), [])
})

t.test(
  'a number that is left out is lost; one that comes late is out of order; one that comes again is doubled',
  async (t) => {
    const check = new DeliveryCheck()
    for (let i = 1; i <= 5; i++) check.sending()
    check.arrived(1)
    check.arrived(4)
    t.equal(check.underWay, 3, '2, 3 and 5')
    t.ok(check.arrived(3), 'late, and for the first time')
    t.notOk(check.arrived(4))
    t.notOk(check.arrived(3))
    t.notOk(check.arrived(99), 'nobody sent it')
    t.same(check.faults(), { lost: 2, doubled: 3, reordered: 1 })
    t.same(wordsFor('messages', [check.faults()]), [
      '2 messages lost',
      '3 messages doubled',
      '1 messages reordered',
    ])
  },
)

t.test('a log of entries applies each once and in order, and knows when it lacks some', async (t) => {
  const applied: number[] = []
  const log = new EntryLog<{ seq: number }>(10, ({ seq }) => void applied.push(seq))
  for (const seq of [10, 12, 14]) log.offer({ seq })
  t.same(applied, [])
  t.ok(log.isBehind)
  log.offer({ seq: 11 })
  log.offer({ seq: 11 })
  t.same(applied, [11, 12])
  log.offer({ seq: 13 })
  t.same(applied, [11, 12, 13, 14])
  t.notOk(log.isBehind)
})
