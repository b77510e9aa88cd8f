import type { Test } from 'tap'
import type { Store } from '../../src/store/store.ts'

const talk = 'd_ann_bob'

/** What every store must do with what people save for themselves. `make` gives an opened one with nothing in it. */
export async function savedSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  let made = 0
  const saving = (user: string, n: number, conversation = talk) => ({
    id: `id-${String((made += 1)).padStart(4, '0')}`,
    user,
    conversation,
    n,
    at: 1_000 + n,
  })

  await t.test('each has their own, in the order of saving, in pages', async (t) => {
    const store = await make(t)
    const all = [5, 1, 3, 2].map((n) => saving('ann', n))
    for (const one of all) await store.save(one)
    const other = saving('ann', 9, 'd_ann_cat')
    await store.save(other)
    await store.save(saving('bob', 1))
    await store.save(saving('ann', 3))
    const newest = [other, ...all.toReversed()]
    t.strictSame(await store.savedBy('ann', { limit: 10 }), newest, 'what is saved already stays where it is')
    t.strictSame(await store.savedBy('ann', { limit: 2 }), newest.slice(0, 2))
    t.strictSame(await store.savedBy('ann', { before: newest[1]?.id, limit: 2 }), newest.slice(2, 4))
    t.equal(await store.savedCount('ann'), 5)
    t.equal((await store.savedBy('bob', { limit: 10 })).length, 1)
    t.strictSame(await store.savedBy('cat', { limit: 10 }), [])
    const within = await store.savedIn('ann', { conversation: talk, from: 2, to: 5 })
    t.strictSame(
      within.toSorted((one, two) => one - two),
      [2, 3, 5],
    )
    t.strictSame(await store.savedIn('bob', { conversation: talk, from: 2, to: 5 }), [])
    await store.unsave({ user: 'ann', conversation: talk, n: 1 })
    await store.unsave({ user: 'ann', conversation: talk, n: 1 })
    t.equal(await store.savedCount('ann'), 4)
    t.equal(await store.savedCount('bob'), 1)
    const copied = await store.allSaved('', 3)
    const rest = await store.allSaved(copied.at(-1)?.id ?? '', 3)
    t.equal(copied.length + rest.length, 5)
    const ids = [...copied, ...rest].map(({ id }) => id)
    t.strictSame(ids, ids.toSorted())
  })

  await t.test('of what is deleted nothing stays saved, whoever did', async (t) => {
    const store = await make(t)
    const record = (seq: number, more: object) => ({
      lane: 'one',
      w: seq,
      conversation: talk,
      seq,
      n: Math.min(seq, 2),
      kind: 'message',
      by: 'ann',
      clientId: `c${seq}`,
      at: seq,
      ...more,
    })
    await store.insert([
      record(1, { text: 'one' }),
      record(2, { text: 'two' }),
      record(3, { kind: 'edit', of: 2, text: 'dos' }),
      record(4, { kind: 'delete', of: 1 }),
    ])
    for (const user of ['ann', 'bob']) for (const n of [1, 2]) await store.save(saving(user, n))
    await store.settle({ conversation: talk, n: 2 })
    await store.settle({ conversation: talk, n: 1 })
    for (const user of ['ann', 'bob'])
      t.match(await store.savedBy(user, { limit: 10 }), [{ n: 2 }], `${user} has one left`)
    t.equal((await store.allSaved('', 10)).length, 2)
  })
}
