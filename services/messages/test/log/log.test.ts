import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import type { Outcome, Wanted } from './many-worlds.ts'

const runs = Number(process.env.PARLEY_TEST_LOG_RUNS ?? 2_000)

t.setTimeout(150_000)

t.test('every promise holds, whatever breaks and whenever', async (t) => {
  const outcome = await worlds({ runs })
  if ('failure' in outcome) return t.fail(outcome.failure)
  t.comment(JSON.stringify(outcome.totals))
  const { worlds: count, ...faults } = outcome.totals
  t.ok(count > Math.min(runs, 200) / 2, 'there was time for many')
  for (const [what, times] of Object.entries(faults)) t.ok(times > count / 10, `${what} were among it`)
})

t.test('the same on SQLite', async (t) => {
  const outcome = await worlds({ runs: 25, folder: t.testdir() })
  t.notOk('failure' in outcome && outcome.failure)
})

/** In a thread of their own: following millions of promises for the sake of stack traces takes most of the time. */
async function worlds(workerData: Wanted): Promise<Outcome> {
  const worker = new Worker(new URL('./many-worlds.ts', import.meta.url), { workerData })
  const [outcome]: Outcome[] = await once(worker, 'message')
  await worker.terminate()
  return outcome ?? { failure: 'no answer' }
}
