import type { Test } from 'tap'
import type { MemberOwn, OwnChange, Place, Store } from '../../src/store/store.ts'

/** What every store must do with what members arrange for themselves. `make` gives an opened one with nothing in it. */
export async function arrangeSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  const filled = async (t: Test, count = 5) => {
    const store = await make(t)
    for (let i = 1; i <= count; i++) await say(store, i, 1, 1_000 + i)
    return store
  }
  const idOf = (i: number) => `d_ann_b${i}`
  const say = (store: Store, i: number, n: number, at: number) =>
    store.move({
      heads: [{ conversation: idOf(i), members: ['ann', `b${i}`], head: { seq: n, n, at } }],
      pointers: [],
    })
  const arrange = (store: Store, i: number, change: Partial<OwnChange>) =>
    store.arrange({ conversation: idOf(i), user: 'ann', ...change })
  const placed = async (store: Store, place: Place, more: { before?: number; limit?: number } = {}) => {
    const found = await store.conversationsOf('ann', { limit: 100, place, ...more })
    return found.map(({ conversation }) => Number(conversation.slice('d_ann_b'.length)))
  }
  const ofAnn = (owns: readonly MemberOwn[] = []) => owns.filter(({ user }) => user === 'ann')
  const ownsOf = async (store: Store, i: number) => (await store.find([idOf(i)])).get(idOf(i))?.owns

  await t.test('what is arranged is kept field by field, for its member alone', async (t) => {
    const store = await filled(t, 2)
    t.equal(await ownsOf(store, 1), undefined)
    t.strictSame(await arrange(store, 1, { pinned: true }), { revision: 1, pinned: true })
    t.strictSame(await arrange(store, 1, { mutedUntil: 8.64e15 }), {
      revision: 2,
      pinned: true,
      mutedUntil: 8.64e15,
    })
    t.strictSame(await arrange(store, 1, { pinned: null, archivedN: 0, markedSeq: 0 }), {
      revision: 3,
      archivedN: 0,
      mutedUntil: 8.64e15,
      markedSeq: 0,
    })
    t.strictSame(await store.arrange({ conversation: idOf(1), user: 'b1', markedSeq: 4 }), {
      revision: 1,
      markedSeq: 4,
    })
    t.strictSame(await arrange(store, 1, { mutedUntil: null, archivedN: null, markedSeq: null }), {
      revision: 4,
    })
    const both = [
      { user: 'ann', revision: 4 },
      { user: 'b1', revision: 1, markedSeq: 4 },
    ]
    const byUser = (one: { user: string }, other: { user: string }) => (one.user < other.user ? -1 : 1)
    t.strictSame((await ownsOf(store, 1))?.toSorted(byUser), both)
    const [, listed] = await store.conversationsOf('ann', { limit: 2 })
    t.strictSame(ofAnn(listed?.owns), ofAnn(both))
    const [, behind] = (await store.behind('ann', 2)).toSorted((one, other) => other.head.at - one.head.at)
    t.strictSame(ofAnn(behind?.owns), ofAnn(both))
    t.equal(await ownsOf(store, 2), undefined, 'of another conversation nothing')
  })

  await t.test('what somebody arranged is taken away, and others’ stays', async (t) => {
    const store = await filled(t, 3)
    await arrange(store, 1, { pinned: true, mutedUntil: 9 })
    await arrange(store, 2, { archivedN: 1, markedSeq: 0 })
    await store.arrange({ conversation: idOf(1), user: 'b1', pinned: true })
    for (let i = 0; i < 2; i++) await store.forgetOwns('ann')
    t.strictSame(await ownsOf(store, 1), [{ user: 'b1', revision: 1, pinned: true }])
    t.notOk((await ownsOf(store, 2))?.length)
    t.strictSame([await placed(store, 'pinned'), await placed(store, 'archived')], [[], []])
    t.strictSame(await placed(store, 'listed'), [3, 2, 1])
  })

  await t.test('of many changes at once none is lost, and each counts', async (t) => {
    const store = await filled(t, 1)
    const changes: Partial<OwnChange>[] = [{ pinned: true }, { mutedUntil: 7 }, { markedSeq: 3 }]
    const revisions = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => (await arrange(store, 1, changes[i % 3] ?? {}))?.revision),
    )
    t.strictSame(
      revisions.toSorted((one, other) => (one ?? 0) - (other ?? 0)),
      Array.from({ length: 30 }, (_, i) => i + 1),
    )
    t.strictSame(await ownsOf(store, 1), [
      { user: 'ann', revision: 30, pinned: true, mutedUntil: 7, markedSeq: 3 },
    ])
  })

  await t.test(
    'for outsiders, and where there is no conversation, there is nothing to arrange',
    async (t) => {
      const store = await filled(t, 1)
      t.equal(await store.arrange({ conversation: idOf(1), user: 'eve', pinned: true }), undefined)
      t.equal(await arrange(store, 9, { pinned: true }), undefined)
      t.equal(await ownsOf(store, 1), undefined)
      t.equal((await store.find([idOf(9)])).size, 0)
      t.strictSame(await store.conversationsOf('eve', { limit: 9, place: 'pinned' }), [])
    },
  )

  await t.test('each place lists its own, by activity and in pages', async (t) => {
    const store = await filled(t, 6)
    await arrange(store, 2, { pinned: true })
    await arrange(store, 5, { pinned: true })
    await arrange(store, 3, { archivedN: 1 })
    await arrange(store, 4, { archivedN: 1 })
    await store.arrange({ conversation: idOf(6), user: 'b6', archivedN: 1 })
    t.strictSame(await placed(store, 'all'), [6, 5, 4, 3, 2, 1])
    t.strictSame(await placed(store, 'listed'), [6, 1])
    t.strictSame(await placed(store, 'pinned'), [5, 2])
    t.strictSame(await placed(store, 'archived'), [4, 3])
    t.strictSame(await placed(store, 'listed', { before: 1_006 }), [1])
    t.strictSame(await placed(store, 'archived', { before: 1_004 }), [3])
    t.strictSame(await placed(store, 'pinned', { limit: 1 }), [5])
    await say(store, 2, 2, 1_020)
    t.strictSame(await placed(store, 'pinned'), [2, 5])
    await arrange(store, 2, { pinned: null, archivedN: 2 })
    t.strictSame(await placed(store, 'archived'), [2, 4, 3])
    await arrange(store, 4, { archivedN: null })
    t.strictSame(await placed(store, 'listed'), [6, 4, 1])
  })

  await t.test('a message brings back what was put away, unless it came while that was muted', async (t) => {
    const store = await filled(t, 3)
    await arrange(store, 1, { archivedN: 1 })
    await arrange(store, 2, { archivedN: 1, mutedUntil: 2_000 })
    await arrange(store, 3, { archivedN: 1 })
    // Something that is no message.
    await store.move({
      heads: [{ conversation: idOf(3), members: ['ann', 'b3'], head: { seq: 2, n: 1, at: 0 } }],
      pointers: [],
    })
    for (const i of [1, 2]) await say(store, i, 2, 1_999)
    t.strictSame(await placed(store, 'archived'), [2, 3])
    t.strictSame(await placed(store, 'listed'), [1])
    await say(store, 2, 3, 2_000)
    t.strictSame(await placed(store, 'archived'), [3])
    t.strictSame(await placed(store, 'listed'), [2, 1])
    await say(store, 2, 2, 1_999)
    t.strictSame(await placed(store, 'listed'), [2, 1], 'what is stored late changes nothing')
  })
}
