import { asTheyAre, type Head } from '@parley/contracts'
import type { Test } from 'tap'
import { laterHead } from '../../src/heads/later-head.ts'
import type { LogRecord } from '../../src/store/log-record.ts'
import type { Store } from '../../src/store/store.ts'
import { Random } from '../log/random.ts'

const talk = 'd_ann_bob'
const members = ['ann', 'bob']

/** What every store must do with entries that change messages. `make` gives an opened one with nothing in it. */
export async function changesSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  await t.test('an edit gives a message another text, and keeps the ones before', async (t) => {
    const store = await make(t)
    const log = logOf()
    await store.insert([
      log.message('one', 'ann'),
      log.message('two', 'ann'),
      log.edit(1, 'uno'),
      log.edit(1, 'eins'),
    ])
    for (let again = 0; again < 2; again++) {
      t.strictSame(await store.settle({ conversation: talk, n: 1 }), false)
      const changes = await store.changesOf(talk, 1, 2)
      t.strictSame(
        changes.map(({ seq, of, text }) => [seq, of, text]),
        [[4, 1, 'eins']],
        'what is replaced is not in the way',
      )
      t.strictSame(
        asTheyAre(await store.messages(talk, 1, 2), changes).map(({ text, edited }) => [text, edited?.seq]),
        [
          ['eins', 4],
          ['two', undefined],
        ],
      )
    }
    t.strictSame(
      (await store.versions(talk, 1, 9)).map(({ seq, text }) => [seq, text]),
      [
        [4, 'eins'],
        [3, 'uno'],
        [1, 'one'],
      ],
    )
    t.equal((await store.versions(talk, 1, 2)).length, 2)
    t.strictSame(
      (await store.changes(talk, 0, 9)).map(({ n, kind, text, of }) => [n, kind, text, of]),
      [
        [1, 'message', 'one', undefined],
        [2, 'message', 'two', undefined],
        [2, 'edit', 'uno', 1],
        [2, 'edit', 'eins', 1],
      ],
      'the log is as it was written',
    )
    t.match(await store.readLane('one', 2, 1), [{ kind: 'edit', of: 1, text: 'uno' }])
    t.match(await store.byClientId(talk, 'ann', 'c3'), { kind: 'edit', of: 1 })
  })

  await t.test('a deletion takes every text of a message, also of an edit behind it', async (t) => {
    const store = await make(t)
    const log = logOf()
    await store.insert([
      log.message('one', 'ann'),
      log.message('two', 'ann'),
      log.edit(1, 'uno'),
      log.remove(1),
      log.edit(1, 'late'),
      log.edit(2, 'dos'),
    ])
    t.equal(await store.settle({ conversation: talk, n: 1 }), true)
    t.equal(await store.settle({ conversation: talk, n: 1 }), true)
    t.equal(await store.settle({ conversation: talk, n: 2 }), false)
    const entries = await store.changes(talk, 0, 9)
    t.strictSame(
      entries.map(({ text }) => text),
      [undefined, 'two', undefined, undefined, undefined, 'dos'],
    )
    t.strictSame(
      entries.map(({ seq }) => seq),
      [1, 2, 3, 4, 5, 6],
      'each keeps its place',
    )
    const [one, two] = asTheyAre(await store.messages(talk, 1, 2), await store.changesOf(talk, 1, 2))
    t.match(one, { deleted: { seq: 4, by: 'ann' } })
    t.equal(one?.text, undefined)
    t.match(two, { text: 'dos', edited: { seq: 6 } })
  })

  await t.test('of reactions the last of each person with each emoji stands', async (t) => {
    const store = await make(t)
    const log = logOf()
    await store.insert([
      log.message('one', 'ann'),
      log.react('ann', 1, '👍'),
      log.react('bob', 1, '👍'),
      log.unreact('ann', 1, '👍'),
      log.react('bob', 1, '🎉'),
      log.react('ann', 1, '👍'),
      log.edit(1, 'uno'),
      log.unreact('bob', 1, '🎉'),
    ])
    const shown = async () => {
      const [message] = asTheyAre(await store.messages(talk, 1, 1), await store.changesOf(talk, 1, 1))
      return message?.reactions?.map(({ emoji, by }) => [
        emoji,
        by.map(({ user, seq }) => `${user} ${seq}`).join(),
      ])
    }
    t.strictSame(await shown(), [['👍', 'bob 3,ann 6']])
    t.equal(await store.settle({ conversation: talk, n: 1 }), false)
    t.strictSame(await shown(), [['👍', 'bob 3,ann 6']])
    t.strictSame(new Set((await store.changesOf(talk, 1, 1)).map(({ seq }) => seq)), new Set([3, 6, 7]))
    t.strictSame(
      (await store.versions(talk, 1, 9)).map(({ text }) => text),
      ['uno', 'one'],
    )
    await store.insert([log.remove(1), log.react('bob', 1, '👍')])
    t.equal(await store.settle({ conversation: talk, n: 1 }), true)
    t.equal(await shown(), undefined)
    t.ok((await store.changes(talk, 0, 20)).every(({ text }) => text === undefined))
  })

  await t.test('of pins the last stands, whoever did it, until the message is deleted', async (t) => {
    const store = await make(t)
    const log = logOf()
    await store.insert([
      ...['one', 'two', 'three', 'four'].map((text) => log.message(text, 'ann')),
      log.pin('ann', 1),
      log.pin('bob', 2),
      log.pin('ann', 3),
      log.unpin('bob', 1),
      log.pin('bob', 1),
      log.react('bob', 2, '👍'),
      log.unpin('ann', 2),
      log.pin('ann', 3),
    ])
    const shown = async () => {
      const found = await store.numbered(talk, [1, 2, 3, 4])
      const sorted = found.toSorted((one, other) => one.n - other.n)
      return sorted.map(({ pinned }) => pinned && `${pinned.by} ${pinned.seq}`)
    }
    const standing = ['bob 9', undefined, 'ann 12', undefined]
    t.strictSame(await shown(), standing)
    t.strictSame((await store.pinnedNumbers(talk)).slice(0, 2), [3, 1], 'the last first, each once')
    for (const n of [1, 2, 3, 4]) t.equal(await store.settle({ conversation: talk, n }), false)
    t.strictSame(await shown(), standing)
    t.strictSame(await store.pinnedNumbers(talk), [3, 1])
    t.strictSame(
      (await store.changesOf(talk, 1, 4)).map(({ seq }) => seq).toSorted((one, other) => one - other),
      [9, 10, 12],
    )
    await store.insert([log.remove(3), log.pin('bob', 3)])
    t.equal(await store.settle({ conversation: talk, n: 3 }), true)
    t.strictSame(await store.pinnedNumbers(talk), [1])
    t.strictSame(await shown(), ['bob 9', undefined, undefined, undefined])
    t.strictSame(await store.pinnedNumbers('d_ann_cat'), [])
  })

  await t.test(
    'messages are found by their numbers as they are now, and keep what they reply to and that they were forwarded',
    async (t) => {
      const store = await make(t)
      const log = logOf()
      const reply = { ...log.message('zero', 'bob') }
      await store.insert([
        reply,
        { ...log.message('one', 'ann'), re: 1, forwarded: true },
        log.edit(1, 'null'),
        log.message('two', 'ann'),
        log.remove(3),
        log.message('three', 'bob'),
      ])
      const found = await store.numbered(talk, [4, 3, 1, 9])
      t.strictSame(
        found
          .toSorted((one, other) => one.n - other.n)
          .map(({ n, text, deleted }) => [n, text, deleted?.seq]),
        [
          [1, 'null', undefined],
          [3, undefined, 5],
          [4, 'three', undefined],
        ],
      )
      t.match(await store.messages(talk, 2, 2), [{ n: 2, re: 1, forwarded: true }])
      t.match(await store.readLane('one', 1, 1), [{ re: 1, forwarded: true }])
      t.match(await store.byClientId(talk, 'ann', 'c2'), { re: 1, forwarded: true })
      t.match(await store.changes(talk, 1, 1), [{ forwarded: true }])
      t.equal((await store.bySeq(talk, 1))?.forwarded, undefined)
    },
  )

  await t.test('what is deleted is not counted, and not among the newest', async (t) => {
    const store = await make(t)
    const random = new Random(7)
    const log = logOf()
    const records = Array.from({ length: 60 }, (_, i) => log.message(`${i}`, i % 4 === 0 ? 'bob' : 'ann'))
    const gone = new Set<number>()
    for (let i = 0; i < 25; i++) {
      const n = 1 + random.below(60)
      records.push(random.chance(0.3) ? log.edit(n, 'x') : log.remove(n))
      if (records.at(-1)?.kind === 'delete') gone.add(n)
    }
    await store.insert(records)
    const truth = (above: number, upTo: number) =>
      Array.from({ length: 60 }, (_, i) => i + 1).filter(
        (n) => n > above && n <= upTo && !gone.has(n) && (n - 1) % 4 !== 0,
      )
    const range = { conversation: talk, notBy: 'bob', isChanged: true }
    for (const [above, upTo] of [
      [0, 60],
      [10, 30],
      [59, 60],
      [5, 5],
    ] as const) {
      const wanted = truth(above, upTo)
      t.strictSame(await store.count([{ ...range, above, upTo }], 100), [wanted.length])
      t.strictSame(await store.count([{ ...range, above, upTo }], 3), [Math.min(3, wanted.length)])
      t.strictSame(
        (await store.newest({ ...range, above, upTo }, 4)).map(({ n }) => n),
        wanted.toReversed().slice(0, 4),
      )
    }
  })

  await t.test('heads end alike in whatever order they come', async (t) => {
    const random = new Random(11)
    const preview = (n: number, seq: number, text: string) => ({ by: 'ann', n, seq, text })
    const heads: Head[] = [
      { seq: 1, n: 1, at: 1_001, preview: preview(1, 1, 'one') },
      { seq: 2, n: 2, at: 1_002, preview: preview(2, 2, 'two') },
      { seq: 3, n: 2, at: 0 },
      { seq: 4, n: 2, at: 0, preview: preview(2, 4, 'dos') },
      { seq: 5, n: 2, at: 0, preview: { ...preview(2, 5, ''), deleted: true } },
      { seq: 6, n: 2, at: 0, preview: preview(2, 6, 'late') },
    ]
    for (let round = 0; round < 10; round++) {
      const store = await make(t)
      const upTo = 1 + random.below(heads.length)
      const shuffled = heads
        .slice(0, upTo)
        .map((head) => ({ head, order: random.below(1_000) }))
        .toSorted((one, other) => one.order - other.order)
      for (const { head } of shuffled)
        await store.move({ heads: [{ conversation: talk, members, head }], pointers: [] })
      t.strictSame(
        (await store.find([talk])).get(talk)?.head,
        heads.slice(0, upTo).reduce(laterHead),
        shuffled.map(({ head }) => head.seq).join(),
      )
      t.equal((await store.conversationsOf('bob', { limit: 1 }))[0]?.conversation, talk)
    }
  })
}

/** Makes records of one lane and conversation, each the next one. */
function logOf() {
  let seq = 0
  let n = 0
  const next = (kind: string, by: string, more: Partial<LogRecord>): LogRecord => {
    seq += 1
    if (kind === 'message') n += 1
    const place = { lane: 'one', w: seq, conversation: talk, seq, n }
    return { ...place, kind, by, clientId: `c${seq}`, at: 1_000 + seq, ...more }
  }
  return {
    message: (text: string, by: string) => next('message', by, { text }),
    edit: (of: number, text: string) => next('edit', 'ann', { of, text }),
    react: (by: string, of: number, text: string) => next('react', by, { of, text }),
    unreact: (by: string, of: number, text: string) => next('unreact', by, { of, text }),
    pin: (by: string, of: number) => next('pin', by, { of }),
    unpin: (by: string, of: number) => next('unpin', by, { of }),
    remove: (of: number) => next('delete', 'ann', { of }),
  }
}
