import { ParleyError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { SendQueue, type SendResult, type Waiting } from '../../src/sending/send-queue.ts'

interface Outcome {
  clientId: string
  seq?: number
  code?: string
  retryAfterMs?: number | undefined
}

/** A queue whose requests the test answers one by one. */
function open(take: () => Promise<void> = async () => undefined) {
  const requests: { ids: string[]; answer: (results: SendResult[]) => void; fail: (error: Error) => void }[] =
    []
  const outcomes: Outcome[] = []
  let isIdle = false
  let seq = 0
  const queue = new SendQueue({
    take,
    send: (batch) =>
      new Promise((resolve, reject) => {
        requests.push({ ids: batch.map(({ clientId }) => clientId), answer: resolve, fail: reject })
      }),
    onIdle: () => {
      isIdle = true
    },
  })
  const add = (clientId: string, text = 'x') => {
    const message: Waiting = {
      clientId,
      content: { text },
      re: undefined,
      seen: undefined,
      requestId: 'r',
      resolve: ({ seq }) => outcomes.push({ clientId, seq }),
      reject: ({ code, retryAfterMs }) => outcomes.push({ clientId, code, retryAfterMs }),
    }
    queue.add(message)
  }
  const entry = (clientId: string): SendResult => {
    seq += 1
    const at = { conversation: 'd_a_b', seq, n: seq, kind: 'message', by: 'a', clientId, at: 1, text: 'x' }
    return { clientId, entry: at }
  }
  const request = (index: number) => waitFor(() => requests[index], { what: `request ${index}` })
  const settled = (count: number) => waitFor(() => outcomes.length >= count, { what: `${count} outcomes` })
  return { add, entry, request, settled, requests, outcomes, idle: () => isIdle }
}

t.test('one request under way; what gathers meanwhile is the next, in order', async (t) => {
  const { add, entry, request, settled, requests, outcomes, idle } = open()
  add('a')
  const first = await request(0)
  for (const id of ['b', 'c', 'd']) add(id)
  t.same(first.ids, ['a'])
  t.equal(requests.length, 1)
  first.answer([entry('a')])
  const second = await request(1)
  t.same(second.ids, ['b', 'c', 'd'])
  second.answer(['b', 'c', 'd'].map(entry))
  await settled(4)
  t.same(outcomes, [
    { clientId: 'a', seq: 1 },
    { clientId: 'b', seq: 2 },
    { clientId: 'c', seq: 3 },
    { clientId: 'd', seq: 4 },
  ])
  await waitFor(idle, { what: 'the queue to be idle' })
})

t.test('a request takes so many messages, and so many bytes', async (t) => {
  const { add, entry, request } = open()
  add('first')
  const first = await request(0)
  for (let i = 0; i < 70; i++) add(`c${i}`)
  for (let i = 0; i < 20; i++) add(`large${i}`, 'x'.repeat(10_000))
  first.answer([entry('first')])
  const second = await request(1)
  t.equal(second.ids.length, 64)
  second.answer(second.ids.map(entry))
  const third = await request(2)
  t.ok(third.ids.length > 6 && third.ids.length < 16, `${third.ids.length}`)
})

t.test('the same client id twice is two requests', async (t) => {
  const { add, entry, request, settled, outcomes } = open()
  add('z')
  const first = await request(0)
  for (const id of ['a', 'b', 'a', 'c']) add(id)
  first.answer([entry('z')])
  const second = await request(1)
  t.same(second.ids, ['a', 'b'])
  const results = second.ids.map(entry)
  second.answer(results)
  const third = await request(2)
  t.same(third.ids, ['a', 'c'])
  const [known] = results
  third.answer([known ?? entry('a'), entry('c')])
  await settled(5)
  t.same(
    outcomes.map(({ seq }) => seq),
    [1, 2, 3, 2, 4],
  )
})

t.test('a refusal for good holds nobody up: what was not tried goes again', async (t) => {
  const { add, entry, request, settled, outcomes } = open()
  add('z')
  const first = await request(0)
  for (const id of ['a', 'b', 'c', 'd']) add(id)
  first.answer([entry('z')])
  const second = await request(1)
  second.answer([entry('a'), { clientId: 'b', error: { code: 'CONFLICT', message: 'no' } }])
  const third = await request(2)
  t.same(third.ids, ['c', 'd'])
  third.answer(third.ids.map(entry))
  await settled(5)
  t.match(outcomes, [{ seq: 1 }, { seq: 2 }, { clientId: 'b', code: 'CONFLICT' }, { seq: 3 }, { seq: 4 }])
})

t.test('what the log did not try behind a refusal goes again as well, in order', async (t) => {
  const { add, entry, request, settled, outcomes } = open()
  const failed = (clientId: string, code: 'CONFLICT' | 'UNAVAILABLE'): SendResult => ({
    clientId,
    error: new ParleyError(code).toPublic(),
  })
  add('a')
  const first = await request(0)
  for (const id of ['b', 'c', 'd']) add(id)
  first.answer([entry('a')])
  const second = await request(1)
  second.answer([failed('b', 'CONFLICT'), failed('c', 'UNAVAILABLE'), failed('d', 'UNAVAILABLE')])
  const third = await request(2)
  t.same(third.ids, ['c', 'd'])
  third.answer([entry('c'), entry('d')])
  await settled(4)
  t.match(outcomes, [
    { clientId: 'a', seq: 1 },
    { clientId: 'b', code: 'CONFLICT' },
    { clientId: 'c', seq: 2 },
    { clientId: 'd', seq: 3 },
  ])
})

t.test('a failure that will be retried fails all behind it, so that they cannot overtake it', async (t) => {
  for (const how of ['a result', 'the request', 'an answer without results'] as const) {
    const { add, entry, request, settled, requests, outcomes } = open()
    add('a')
    const first = await request(0)
    for (const id of ['b', 'c']) add(id)
    if (how === 'a result') first.answer([{ clientId: 'a', error: { code: 'UNAVAILABLE', message: 'no' } }])
    else if (how === 'the request') first.fail(new ParleyError('UNAVAILABLE', undefined, { unclear: true }))
    else first.answer([])
    await settled(3)
    t.equal(requests.length, 1)
    t.match(outcomes.slice(1), [{ code: 'UNAVAILABLE' }, { code: 'UNAVAILABLE' }], how)
    add('a')
    const second = await request(1)
    second.answer([entry('a')])
    await settled(4)
    t.match(outcomes[3], { clientId: 'a', seq: 1 })
  }
})

t.test('too fast: what was let through is sent, the rest is refused, in order', async (t) => {
  let left = 2
  const take = async () => {
    left -= 1
    if (left < 0) throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs: 300 })
  }
  const { add, entry, request, settled, outcomes } = open(take)
  for (const id of ['a', 'b', 'c', 'd']) add(id)
  const first = await request(0)
  t.same(first.ids, ['a', 'b'])
  first.answer(first.ids.map(entry))
  await settled(4)
  t.match(outcomes, [
    { seq: 1 },
    { seq: 2 },
    { clientId: 'c', code: 'RATE_LIMITED', retryAfterMs: 300 },
    { clientId: 'd', code: 'RATE_LIMITED', retryAfterMs: 300 },
  ])
})

t.test('so many may wait', async (t) => {
  const { add, request } = open()
  add('first')
  await request(0)
  for (let i = 0; i < 1_024; i++) add(`c${i}`)
  t.throws(() => add('one more'), { code: 'RATE_LIMITED' })
})
