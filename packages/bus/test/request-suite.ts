import { uniqueName, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { BusTimeout, BusUnavailable } from '../src/index.ts'
import { Collector } from './collector.ts'
import { durableSubject } from './durable-subject.ts'
import { type Medium, two } from './medium.ts'

/** Asking and answering, and closing in the middle of it. */
export function requestSuite(t: Test, medium: Medium): void {
  t.test('a request is answered, by one of the responders', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const asked = new Collector<string>()
    for (const [who, bus] of [
      ['a', a],
      ['b', b],
    ] as const) {
      await bus.respond(subject, 'q', async (payload) => {
        asked.add(who)
        return { who, payload }
      })
    }
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => a.request(subject, i)))
    t.same(
      answers.map((answer, i) => ({ answer, i })).filter(({ answer, i }) => !hasPayload(answer, i)),
      [],
    )
    t.equal(asked.items.length, 100)
    t.same(new Set(asked.items), new Set(['a', 'b']))
    await b.respond(`${subject}.nothing`, 'q', async () => undefined)
    t.equal(await a.request(`${subject}.nothing`, undefined), undefined)
  })

  t.test('a request without responder is refused at once', async (t) => {
    const [a] = await two(medium, t)
    const startedAt = performance.now()
    await t.rejects(a.request(uniqueName('s'), 1), BusUnavailable)
    t.ok(performance.now() - startedAt < 2_500)
  })

  t.test('a request that is not answered times out, others are answered meanwhile', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const late = Promise.withResolvers<string>()
    await b.respond(subject, 'q', (payload) => (payload === 'slow' ? late.promise : Promise.resolve(payload)))
    const slow = t.rejects(a.request(subject, 'slow', { timeoutMs: 100 }), BusTimeout)
    t.equal(await a.request(subject, 'quick'), 'quick')
    await slow
    late.resolve('too late')
    t.equal(await a.request(subject, 'still well'), 'still well')
  })

  t.test('a responder that throws leaves the fate unknown, without a wait', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    await b.respond(subject, 'q', () => Promise.reject(new Error('a broken responder')))
    const startedAt = performance.now()
    await t.rejects(a.request(subject, 1, { timeoutMs: 30_000 }), BusTimeout)
    t.ok(performance.now() - startedAt < 10_000)
  })

  t.test('a responder takes a bounded number at once, and refuses the others', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const gate = Promise.withResolvers<void>()
    await b.respond(subject, 'q', () => gate.promise)
    const asked = Array.from({ length: 5_000 }, (_, i) => a.request(subject, i))
    const outcomes = Promise.allSettled(asked)
    await t.rejects(asked.at(-1) ?? Promise.resolve(), BusUnavailable)
    gate.resolve()
    const refused = (await outcomes).filter((outcome) => outcome.status === 'rejected')
    t.equal(refused.length, 5_000 - 4_096)
  })

  t.test('closing a responder answers what has arrived, then others answer', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const gate = Promise.withResolvers<void>()
    const asked = new Collector()
    const first = await b.respond(subject, 'q', async (payload) => {
      asked.add(payload)
      await gate.promise
      return 'first'
    })
    const underWay = a.request(subject, 1)
    await asked.reached(1)
    const closed = first.close()
    await b.respond(subject, 'q', async () => 'second')
    t.equal(await a.request(subject, 2), 'second')
    gate.resolve()
    await closed
    t.equal(await underWay, 'first')
  })

  t.test('close lets requests finish and stops taking others', async (t) => {
    const [a, b] = await two(medium, t)
    const subject = uniqueName('s')
    const gate = Promise.withResolvers<void>()
    const asked = new Collector()
    await b.respond(subject, 'q', async (payload) => {
      asked.add(payload)
      if (payload === 'wait') await gate.promise
      return 'finished'
    })
    const underWay = a.request(subject, 'wait')
    await asked.reached(1)
    const closed = b.close()
    const refused = () => a.request(subject, 'try').then(() => false, isUnavailable)
    await waitFor(refused, { what: 'requests to be refused' })
    gate.resolve()
    await closed
    await b.close()
    t.equal(await underWay, 'finished')
    t.equal(b.connected, false)
    b.publish(subject, 'dropped, and no error')
    await t.rejects(b.request(subject, 3), BusUnavailable)
    await t.rejects(b.flush(), BusUnavailable)
    await t.rejects(b.publishDurable(durableSubject(), 1, 'x'), BusUnavailable)
    await t.rejects(
      b.subscribe(subject, () => undefined),
      BusUnavailable,
    )
  })
}

function isUnavailable(error: unknown): boolean {
  return error instanceof BusUnavailable
}

function hasPayload(answer: unknown, i: number): boolean {
  return typeof answer === 'object' && answer !== null && 'payload' in answer && answer.payload === i
}
