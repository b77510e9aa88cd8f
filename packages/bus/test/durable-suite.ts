import { waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { Collector, takes } from './collector.ts'
import { durableSubject } from './durable-subject.ts'
import { type Medium, two } from './medium.ts'

/** What must arrive. */
export function durableSuite(t: Test, medium: Medium): void {
  t.test('durable: every consumer gets it, members of one share, listeners hear it too', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = durableSubject()
    const members = [new Collector(), new Collector()]
    const other = new Collector()
    const outsider = new Collector()
    const heard = new Collector()
    await a.consume(subject, 'one', takes(members[0]))
    await b.consume(subject, 'one', takes(members[1]))
    await b.consume(subject.replace('created', '*'), 'two', takes(other))
    await b.consume(subject.replace('created', 'removed'), 'two', takes(outsider))
    await b.subscribe(subject, heard.add)
    await Promise.all(Array.from({ length: 50 }, (_, i) => a.publishDurable(subject, i, `id-${i}`)))
    await a.publishDurable(subject.replace('created', 'removed'), 'last', 'id-0')
    t.same(new Set(await other.reached(51)), new Set([...Array(50).keys(), 'last']))
    await outsider.reached(1)
    t.same(outsider.items, ['last'])
    const shared = () => members.flatMap((member) => member.items)
    await reachedTogether(members, 50)
    t.same(new Set(shared()).size, 50)
    await heard.reached(50)
  })

  t.test('durable: the same id is kept once', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = durableSubject()
    const got = new Collector()
    await b.consume(subject, 'one', takes(got))
    await Promise.all([a.publishDurable(subject, 1, 'x'), a.publishDurable(subject, 1, 'x')])
    await a.publishDurable(subject, 1, 'x')
    await a.publishDurable(subject, 2, 'y')
    await got.reached(2)
    t.same(got.items, [1, 2])
  })

  t.test('durable: what a consumer rejects comes again, others are not held up', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = durableSubject()
    const tries: number[] = []
    const done = new Collector()
    const other = new Collector()
    await b.consume(
      subject,
      'one',
      async (payloads) => {
        tries.push(performance.now())
        if (tries.length < 6) throw new Error('not yet')
        for (const payload of payloads) done.add(payload)
      },
      { maxBatch: 1 },
    )
    await b.consume(subject, 'two', takes(other))
    await a.publishDurable(subject, 'again', 'x')
    t.same(await done.reached(1), ['again'])
    t.same(await other.reached(1), ['again'])
    const pauses = tries.slice(1).map((at, i) => at - (tries[i] ?? 0))
    // Sixteen times as long by the fifth, so that a busy machine cannot make it look otherwise.
    t.ok((pauses[4] ?? 0) > 3 * (pauses[0] ?? 0), `the pause grows: ${pauses.map(Math.round).join(', ')} ms`)
  })

  t.test('durable: one batch at a time, none above its size', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = durableSubject()
    const sizes: number[] = []
    const got = new Collector()
    let underWay = 0
    let most = 0
    await b.consume(
      subject,
      'one',
      async (payloads) => {
        most = Math.max(most, ++underWay)
        sizes.push(payloads.length)
        await new Promise(setImmediate)
        for (const payload of payloads) got.add(payload)
        underWay--
      },
      { maxBatch: 7 },
    )
    await Promise.all(Array.from({ length: 100 }, (_, i) => a.publishDurable(subject, i, String(i))))
    t.same(await got.reached(100), [...Array(100).keys()])
    t.equal(most, 1)
    t.ok(Math.max(...sizes) <= 7)
    t.ok(sizes.length < 100, 'what gathers comes together')
  })

  t.test('durable: a consumer that was away gets what it missed', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = durableSubject()
    const before = new Collector()
    const first = await b.consume(subject, 'one', takes(before))
    await a.publishDurable(subject, 'before', '1')
    await before.reached(1)
    await first.close()
    const published = a.publishDurable(subject, 'while away', '2')
    if (medium.keepsForAbsent) await published
    const after = new Collector()
    await b.consume(subject, 'one', takes(after))
    t.same(await after.reached(1), ['while away'])
    await published
    t.same(before.items, ['before'])
  })

  t.test('durable: closing a consumer lets its batch finish', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = durableSubject()
    const gate = Promise.withResolvers<void>()
    const started = new Collector()
    const finished = new Collector()
    const consumer = await b.consume(subject, 'one', async (payloads) => {
      for (const payload of payloads) started.add(payload)
      await gate.promise
      for (const payload of payloads) finished.add(payload)
    })
    const published = a.publishDurable(subject, 1, '1')
    await started.reached(1)
    const closed = consumer.close()
    t.same(finished.items, [])
    gate.resolve()
    await closed
    t.same(finished.items, [1])
    await published
    const next = new Collector()
    await b.consume(subject, 'one', takes(next))
    await a.publishDurable(subject, 2, '2')
    t.same(await next.reached(1), [2], 'what was handled does not come again')
  })

  t.test('durable: a subject of another form is a mistake of the caller', async (t) => {
    const [a] = await two(medium, t)
    await t.rejects(a.publishDurable('messages.v1.send', 1, 'x'), TypeError)
    await t.rejects(a.consume('messages.v1.>', 'one', takes(undefined)), TypeError)
  })
}

async function reachedTogether(collectors: Collector[], count: number): Promise<void> {
  await waitFor(() => collectors.reduce((sum, one) => sum + one.items.length, 0) >= count, {
    what: `${count} messages in all`,
  })
}
