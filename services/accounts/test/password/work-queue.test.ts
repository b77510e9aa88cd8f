import t from 'tap'
import { workQueue } from '../../src/password/work-queue.ts'

t.test('work is done in order of arrival, a failed piece does not stop the next', async (t) => {
  const queue = workQueue({ concurrency: 2, maxWaiting: 100, maxWaitMs: 60_000 })
  const started: number[] = []
  const pieces = Array.from({ length: 10 }, (_, n) =>
    queue.run(async () => {
      started.push(n)
      await new Promise(setImmediate)
      if (n === 3) throw new Error('three')
      return n
    }),
  )
  t.equal(queue.underWay, 2)
  t.equal(queue.waiting, 8)
  const outcomes = await Promise.allSettled(pieces)
  t.same(started, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  t.equal(outcomes.filter(({ status }) => status === 'rejected').length, 1)
  t.equal(queue.underWay, 0)
  t.equal(queue.waiting, 0)
})

t.test('the slower the work was lately, the fewer may wait for it', async (t) => {
  const queue = workQueue({ concurrency: 1, maxWaiting: 100, maxWaitMs: 200 })
  await queue.run(() => new Promise<void>((done) => setTimeout(done, 40)))
  const gate = Promise.withResolvers<void>()
  const pieces = Array.from({ length: 50 }, () => queue.run(() => gate.promise))
  gate.resolve()
  const outcomes = await Promise.allSettled(pieces)
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  t.ok(refused.length >= 43, 'one under way and at most six after it, whose wait is 200 ms')
  for (const { reason } of refused) t.match(reason, { code: 'RATE_LIMITED', retryAfterMs: 1_000 })
  t.ok(refused.length < 50)
})
