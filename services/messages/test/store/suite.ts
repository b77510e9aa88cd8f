import type { Test } from 'tap'
import { fence, type LogRecord, toEntry } from '../../src/store/log-record.ts'
import type { HeadMove, PointerMove, Store } from '../../src/store/store.ts'

/** What every store must do. `make` gives an opened one with nothing in it. */
export async function storeSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  const members = ['ann', 'bob']
  const talk = 'd_ann_bob'
  const record = (w: number, more: Partial<LogRecord> = {}): LogRecord => ({
    lane: 'one',
    w,
    conversation: talk,
    seq: w,
    n: w,
    kind: 'message',
    by: 'ann',
    clientId: `c${w}`,
    at: 1_000 + w,
    text: `text ${w}`,
    ...more,
  })
  const records = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => record(from + i))
  const headMove = (conversation: string, seq: number, at = 1_000 + seq): HeadMove => ({
    conversation,
    members: conversation.split('_').slice(1),
    head: { seq, n: seq, at, preview: { by: 'ann', n: seq, seq, text: `text ${seq}` } },
  })
  const pointerMove = (user: string, seq: number, deliveredSeq = seq): PointerMove => ({
    conversation: talk,
    members,
    user,
    readSeq: seq,
    readN: seq,
    deliveredSeq,
  })

  await t.test('opening again and asking whether it is there do no harm', async (t) => {
    const store = await make(t)
    await store.open()
    await store.ping()
    t.equal((await store.lanes()).length, 0)
  })

  await t.test('a lane is stored once, touched while it is there, removed', async (t) => {
    const store = await make(t)
    await store.openLane('one')
    await t.rejects(store.openLane('one'))
    t.equal(await store.touchLane({ id: 'one', done: 3, applied: 4, beat: 7 }), true)
    t.strictSame(await store.lanes(), [{ id: 'one', done: 3, applied: 4, beat: 7 }])
    await store.removeLane('one')
    t.equal(
      await store.touchLane({ id: 'one', done: 4, applied: 4, beat: 8 }),
      false,
      'touching makes no new one',
    )
    t.strictSame(await store.lanes(), [])
  })

  await t.test('a batch is written and read by lane, seq, client id and n', async (t) => {
    const store = await make(t)
    const batch = [
      record(1, { seen: 2, seenN: 1 }),
      record(2, { by: 'bob', text: 'naïve 🙂\n"quoted"' }),
      record(3),
    ]
    t.strictSame(await store.insert(batch), { kind: 'written' })
    t.match(await store.readLane('one', 0, 10), batch)
    t.match(await store.readLane('one', 1, 1), [batch[1]])
    t.match(await store.bySeq(talk, 2), batch[1])
    t.match(await store.byClientId(talk, 'bob', 'c2'), batch[1])
    t.equal(await store.byClientId(talk, 'ann', 'c2'), undefined)
    t.equal(await store.bySeq(talk, 4), undefined)
    t.strictSame(await store.changes(talk, 1, 10), batch.slice(1).map(toEntry))
    t.strictSame(await store.messages(talk, 1, 2), batch.slice(0, 2).map(toEntry))
    t.strictSame(await store.logEnds([talk, 'd_no_one']), new Map([[talk, { seq: 3, n: 3, at: 1_003 }]]))
  })

  await t.test('a batch stops at its first duplicate: what stands before it is written', async (t) => {
    const store = await make(t)
    await store.insert(records(1, 2))
    const taken = {
      'the same place in the lane': record(2, { seq: 9, clientId: 'new' }),
      'the same seq': record(5, { lane: 'two', seq: 2, clientId: 'new' }),
      'the same client id': record(5, { lane: 'two', seq: 9, clientId: 'c1' }),
    }
    let seq = 2
    for (const [what, duplicate] of Object.entries(taken)) {
      seq += 1
      const lane = `l${seq}`
      const good = record(1, { lane, seq, n: seq, clientId: `g${seq}` })
      const after = record(2, { lane, seq: 50, clientId: `a${seq}` })
      t.strictSame(await store.insert([good, duplicate, after]), { kind: 'stopped', at: 1 }, what)
      t.match(await store.bySeq(talk, seq), { clientId: `g${seq}` })
      t.equal(await store.bySeq(talk, 50), undefined, 'what follows is not tried')
    }
    t.equal((await store.changes(talk, 0, 50)).length, 5)
  })

  await t.test('a fence takes a place in its lane and in no conversation', async (t) => {
    const store = await make(t)
    await store.insert(records(1, 2))
    t.strictSame(await store.insert([fence('one', 3)]), { kind: 'written' })
    t.strictSame(await store.insert([fence('two', 1)]), { kind: 'written' })
    t.strictSame(await store.insert([fence('one', 3)]), { kind: 'stopped', at: 0 })
    t.strictSame(await store.insert([record(3)]), { kind: 'stopped', at: 0 }, 'no late write lands behind it')
    t.equal((await store.readLane('one', 0, 10)).at(-1)?.kind, 'fence')
    t.equal((await store.changes(talk, 0, 10)).length, 2)
  })

  await t.test('ranges are cut at the first missing number', async (t) => {
    const store = await make(t)
    await store.insert([...records(1, 3), ...records(5, 6)])
    t.strictSame(
      (await store.changes(talk, 0, 10)).map(({ seq }) => seq),
      [1, 2, 3],
    )
    t.strictSame(
      (await store.messages(talk, 2, 6)).map(({ n }) => n),
      [2, 3],
    )
    t.strictSame(await store.messages(talk, 4, 6), [])
    t.strictSame(
      (await store.readLane('one', 0, 10)).map(({ w }) => w),
      [1, 2, 3],
    )
  })

  await t.test('messages of others are counted up to a limit, and the newest found', async (t) => {
    const store = await make(t)
    const batch = Array.from({ length: 30 }, (_, i) => record(i + 1, { by: i % 3 === 0 ? 'bob' : 'ann' }))
    await store.insert([...batch, record(31, { kind: 'other', n: 30, clientId: 'x' })])
    const range = { conversation: talk, notBy: 'bob', above: 10, upTo: 30, isChanged: false }
    const others = [
      { ...range, notBy: 'ann' },
      { ...range, notBy: 'eve' },
      { ...range, conversation: 'd_no_one' },
    ]
    t.strictSame(await store.count([range, ...others, { ...range, upTo: 12 }], 100), [14, 6, 20, 0, 2])
    t.strictSame(await store.count([range], 5), [5])
    t.strictSame(
      (await store.newest(range, 3)).map(({ n }) => n),
      [30, 29, 27],
    )
  })

  await t.test('messages are found by their own numbers, whatever stands between them', async (t) => {
    const store = await make(t)
    // One message in three entries.
    const log = Array.from({ length: 90 }, (_, i) =>
      record(i + 1, { n: Math.floor(i / 3) + 1, kind: i % 3 === 0 ? 'message' : 'other' }),
    )
    await store.insert(log)
    const numbers = async (from: number, to: number) =>
      (await store.messages(talk, from, to)).map(({ n, seq, kind }) => [n, seq, kind])
    t.strictSame(await numbers(1, 2), [
      [1, 1, 'message'],
      [2, 4, 'message'],
    ])
    t.strictSame(await numbers(29, 40), [
      [29, 85, 'message'],
      [30, 88, 'message'],
    ])
    t.strictSame(await numbers(17, 17), [[17, 49, 'message']])
    t.strictSame(await numbers(31, 40), [])
    const range = { conversation: talk, notBy: 'eve', above: 10, upTo: 20, isChanged: false }
    t.strictSame(await store.count([range], 100), [10])
    t.strictSame(
      (await store.newest(range, 2)).map(({ n }) => n),
      [20, 19],
    )
  })

  await t.test('heads and pointers move forward only', async (t) => {
    const store = await make(t)
    await store.move({ heads: [], pointers: [pointerMove('bob', 1)] })
    t.strictSame(await store.conversationsOf('bob', { limit: 10 }), [], 'without a head it is not listed')
    await store.move({
      heads: [headMove(talk, 5)],
      pointers: [pointerMove('bob', 4), pointerMove('ann', 0, 2)],
    })
    await store.move({ heads: [headMove(talk, 3)], pointers: [pointerMove('bob', 2, 5)] })
    const found = (await store.find([talk, 'd_no_one'])).get(talk)
    t.strictSame(found?.head, headMove(talk, 5).head)
    t.strictSame(
      new Set(found?.pointers),
      new Set([
        { user: 'ann', readSeq: 0, readN: 0, deliveredSeq: 2 },
        { user: 'bob', readSeq: 4, readN: 4, deliveredSeq: 5 },
      ]),
    )
    t.equal((await store.find(['d_no_one'])).size, 0)
  })

  await t.test('many moves of one conversation at once end at the furthest', async (t) => {
    const store = await make(t)
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.move({ heads: [headMove(talk, i + 1)], pointers: [pointerMove('bob', i + 1)] }),
      ),
    )
    const found = (await store.find([talk])).get(talk)
    t.equal(found?.head.seq, 20)
    t.equal(found?.pointers.find(({ user }) => user === 'bob')?.readN, 20)
  })

  await t.test("a person's conversations come by last activity, and those behind are known", async (t) => {
    const store = await make(t)
    const others = ['c1', 'c2', 'c3', 'c4']
    await store.move({
      heads: [...others.map((other, i) => headMove(`d_bob_${other}`, i + 1)), headMove('d_c1_c2', 9)],
      pointers: [
        { ...pointerMove('bob', 2), conversation: 'd_bob_c2', members: ['bob', 'c2'] },
        { ...pointerMove('bob', 1), conversation: 'd_bob_c3', members: ['bob', 'c3'] },
      ],
    })
    const names = (list: { conversation: string }[]) => list.map(({ conversation }) => conversation)
    t.strictSame(names(await store.conversationsOf('bob', { limit: 3 })), [
      'd_bob_c4',
      'd_bob_c3',
      'd_bob_c2',
    ])
    t.strictSame(names(await store.conversationsOf('bob', { before: 1_003, limit: 9 })), [
      'd_bob_c2',
      'd_bob_c1',
    ])
    t.strictSame(names(await store.behind('bob', 10)).toSorted(), ['d_bob_c1', 'd_bob_c3', 'd_bob_c4'])
    t.strictSame(names(await store.behind('c4', 10)), ['d_bob_c4'])
    await store.move({ heads: [headMove('d_bob_c1', 7)], pointers: [] })
    t.equal((await store.conversationsOf('c1', { limit: 9 }))[1]?.conversation, 'd_bob_c1')
    t.equal(
      (await store.conversationsOf('bob', { limit: 9 }))[0]?.conversation,
      'd_bob_c1',
      'activity moves it up',
    )
    t.strictSame(await store.conversationsOf('eve', { limit: 9 }), [])
    t.strictSame(await store.behind('eve', 9), [])
  })
}
