import t from 'tap'
import { describe, makeSchedule } from '../src/schedule.ts'

const options = { faults: 200, parts: ['gateway-1', 'mongodb'], wires: ['a → b', 'c → d'] }

t.test('the same seed is the same schedule', async (t) => {
  t.same(makeSchedule({ ...options, seed: 'one' }), makeSchedule({ ...options, seed: 'one' }))
  t.notSame(makeSchedule({ ...options, seed: 'one' }), makeSchedule({ ...options, seed: 'two' }))
})

t.test('a schedule has as many faults as were asked for, of every kind, and some at once', async (t) => {
  const steps = makeSchedule({ ...options, seed: 'one' })
  const faults = steps.flatMap((step) => step.faults)
  t.equal(faults.length, 200)
  t.ok(steps.some((step) => step.faults.length === 2))
  t.ok(steps.some(({ peaceMs }) => peaceMs > 0))
  t.equal(new Set(faults.map(({ kind }) => kind)).size, 13)
  for (const fault of faults) {
    t.ok(describe(fault).length > 3)
    if (fault.kind === 'pause') t.ok(fault.ms >= 1_000 && fault.ms <= 15_000)
  }
})
