import { needs } from '@parley/testing'
import t, { type Test } from 'tap'
import { fuzz, reportLines } from '../src/index.ts'

t.setTimeout(120_000)
const seconds = 4

async function attack(t: Test, real: boolean): Promise<void> {
  // Another one each time; what fails names it.
  const seed = 1 + (Date.now() % 1_000_000)
  const report = await fuzz({ seconds, seed, real })
  t.strictSame(report.violations, [], reportLines(report).join('\n'))
  t.ok(report.requests > 100, `${report.requests} requests`)
  t.ok(report.frames > 100, `${report.frames} frames`)
  t.ok(report.canaries > 2, `${report.canaries} messages of others`)
  if (real) t.ok(report.busMessages > 50, `${report.busMessages} messages on the bus`)
}

t.test('hostile input harms nobody, in one process', (t) => attack(t, false))

t.test('nor on MongoDB, NATS and Redis', await needs('own mongodb', 'own nats', 'own redis'), (t) =>
  attack(t, true),
)
