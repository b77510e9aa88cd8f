import { uniqueName } from '@parley/testing'
import type { Test } from 'tap'
import { Collector } from './collector.ts'
import { durableSuite } from './durable-suite.ts'
import { type Medium, two } from './medium.ts'
import { requestSuite } from './request-suite.ts'

/** What a bus is. Every maker of one passes this. */
export function busSuite(t: Test, medium: Medium): void {
  liveSuite(t, medium)
  requestSuite(t, medium)
  durableSuite(t, medium)
}

function liveSuite(t: Test, medium: Medium): void {
  t.test('delivers in the order of publishing, and to no outsider', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const got = new Collector()
    const outsider = new Collector()
    await b.subscribe(`${subject}.x`, got.add)
    await b.subscribe(`${subject}.y`, outsider.add)
    for (let i = 0; i < 500; i++) a.publish(`${subject}.x`, { i })
    a.publish(`${subject}.y`, 'last')
    await outsider.reached(1)
    t.same(outsider.items, ['last'])
    t.same(
      await got.reached(500),
      Array.from({ length: 500 }, (_, i) => ({ i })),
    )
  })

  t.test('never delivers inside the call of publish', async (t) => {
    const [a] = await two(medium, t)
    const subject = uniqueName('s')
    const got = new Collector()
    await a.subscribe(subject, got.add)
    a.publish(subject, 1)
    t.same(got.items, [])
    await got.reached(1)
  })

  t.test('passes values of every JSON kind, and nothing', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const values = [null, 0, '', 'ü😀', false, [], {}, { a: [1, { b: null }] }, undefined]
    const got = new Collector()
    await b.subscribe(subject, got.add)
    for (const value of values) a.publish(subject, value)
    t.same(await got.reached(values.length), values)
  })

  t.test('wildcards: * is one token, > is the rest', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const star = new Collector()
    const rest = new Collector()
    await b.subscribe(`${subject}.*.end`, (_, on) => star.add(on))
    await b.subscribe(`${subject}.>`, (_, on) => rest.add(on))
    const subjects = ['', '.a', '.a.end', '.a.b.end', '.b.end'].map((end) => `${subject}${end}`)
    for (const on of subjects) a.publish(on, 1)
    t.same(await rest.reached(4), subjects.slice(1))
    t.same(star.items, [subjects[2], subjects[4]])
  })

  t.test('members of a queue share, others get everything', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const members = [new Collector<unknown>(), new Collector<unknown>()]
    const all = new Collector()
    await a.subscribe(subject, (payload) => members[0]?.add(payload), { queue: 'q' })
    await b.subscribe(subject, (payload) => members[1]?.add(payload), { queue: 'q' })
    await b.subscribe(subject, all.add)
    for (let i = 0; i < 200; i++) a.publish(subject, i)
    await all.reached(200)
    await a.flush()
    await b.flush()
    const shared = members.flatMap((member) => member.items)
    t.same(new Set(shared).size, 200, 'nothing is lost')
    t.equal(shared.length, 200, 'nothing comes twice')
    t.ok(members.every((member) => member.items.length > 0))
  })

  t.test('a closed subscription gets nothing more; one that throws harms nobody', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const closed = new Collector()
    const got = new Collector()
    const subscription = await b.subscribe(subject, closed.add)
    await b.subscribe(subject, () => {
      throw new Error('a broken listener')
    })
    await b.subscribe(subject, got.add)
    a.publish(subject, 1)
    await got.reached(1)
    await subscription.close()
    await subscription.close()
    a.publish(subject, 2)
    await got.reached(2)
    t.same(closed.items, [1])
  })

  t.test('flush comes after what was published', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const got = new Collector()
    await b.subscribe(subject, got.add)
    for (let i = 0; i < 100; i++) a.publish(subject, i)
    await a.flush()
    await b.flush()
    t.equal(got.items.length, 100)
  })
}
