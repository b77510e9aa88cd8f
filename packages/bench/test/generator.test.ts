import { join } from 'node:path'
import t from 'tap'
import { measureRelay } from '../src/relay.ts'
import { runResult } from '../src/report/result.ts'
import { isSound } from '../src/report/result.ts'

const entry = join(import.meta.dirname, 'fixtures/bad-relay.ts')
const options = { pairs: 1, window: 4, seconds: 0.4, settleMs: 300 }

for (const fault of ['lost', 'doubled', 'reordered']) {
  t.test(`a relay by which frames are ${fault} is found out`, async (t) => {
    const { faults } = await measureRelay({ ...options, entry, env: { FAULT: fault } })
    t.ok(
      faults.some((words) => new RegExp(`^[1-9]\\d* messages ${fault}$`).test(words)),
      faults.join(', '),
    )
    if (fault !== 'lost')
      t.notOk(
        faults.some((words) => words.endsWith('lost')),
        'and nothing else is said',
      )
  })
}

t.test('the bare relay itself loses nothing, and what it did is told', async (t) => {
  const { faults, measured } = await measureRelay(options)
  t.same(faults, [])
  t.ok(measured.count > 100, `${measured.count} messages`)
  t.ok(measured.latency.p50 > 0)
  t.same(measured.costs.map(({ name }) => name).toSorted(), ['generator', 'relay'])
})

t.test('a run with a fault is not sound', async (t) => {
  const house = { kind: 'url', store: 'unknown', hasStandIn: false, urls: [] } as const
  const outcome = { figures: [], measured: [], faults: [] }
  const relay = await measureRelay({ ...options, entry, env: { FAULT: 'doubled' } })
  const good = runResult({ name: 'chat', summary: '' }, house, outcome, [])
  const bad = runResult({ name: 'chat', summary: '' }, house, { ...outcome, faults: ['1 messages lost'] }, [])
  const badRelay = runResult({ name: 'chat', summary: '' }, house, outcome, [relay])
  t.ok(isSound({ runs: [good] }))
  t.notOk(isSound({ runs: [good, bad] }))
  t.notOk(isSound({ runs: [badRelay] }))
})
