import type { Test } from 'tap'
import type { Store } from '../../src/store/store.ts'

/** What every store must do with who blocks whom. `make` gives an opened one with nothing in it. */
export async function blocksSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  await t.test('a block closes the conversation of its two, whoever made it', async (t) => {
    const { blocks } = await make(t)
    const pairs = ['d_ann_ben', 'd_ann_cid', 'd_ben_cid', 'g_ann', 'd_ben_ann']
    t.strictSame(await blocks.closed(pairs), new Set())
    t.strictSame(await blocks.closed([]), new Set())
    await blocks.add([{ by: 'ben', of: 'ann', at: 7 }])
    await blocks.add([{ by: 'ben', of: 'cid', at: 9 }])
    t.strictSame(await blocks.closed(pairs), new Set(['d_ann_ben', 'd_ben_cid']))
    t.strictSame(await blocks.closed(['d_ann_cid', 'g_ann']), new Set(), 'what is asked for alone')
    await blocks.add([{ by: 'ann', of: 'ben', at: 8 }])
    await blocks.remove('ben', 'ann')
    t.strictSame(await blocks.closed(pairs), new Set(['d_ann_ben', 'd_ben_cid']), 'of two one is left')
    await blocks.remove('ann', 'ben')
    await blocks.remove('ann', 'ben')
    t.strictSame(await blocks.closed(pairs), new Set(['d_ben_cid']))
  })

  await t.test('with whom nobody writes any more, all conversations are closed, for good', async (t) => {
    const { blocks } = await make(t)
    await blocks.add([
      { by: 'ann', of: 'ben', at: 5 },
      { by: 'ben', of: 'cid', at: 6 },
      { by: 'ben', of: 'ann', at: 7 },
    ])
    for (let i = 0; i < 2; i++) await blocks.close('ben', 8 + i)
    t.strictSame(await blocks.by('ben', 9), [])
    t.strictSame(await blocks.by('ann', 9), [{ by: 'ann', of: 'ben', at: 5 }], 'others’ stay theirs')
    await blocks.remove('ann', 'ben')
    const pairs = ['d_ann_ben', 'd_ben_dan', 'd_ann_cid', 'd_ben_cid', 'g_ben']
    t.strictSame(await blocks.closed(pairs), new Set(['d_ann_ben', 'd_ben_dan', 'd_ben_cid']))
    t.strictSame(await blocks.inOrder('', 9), [])
  })

  await t.test('each has a list of their own, the newest first; done again, it stays', async (t) => {
    const { blocks } = await make(t)
    await blocks.add([
      { by: 'ann', of: 'ben', at: 5 },
      { by: 'ann', of: 'dan', at: 7 },
      { by: 'ann', of: 'cid', at: 7 },
      { by: 'ben', of: 'ann', at: 9 },
    ])
    await blocks.add([{ by: 'ann', of: 'ben', at: 99 }])
    t.strictSame(await blocks.by('ann', 10), [
      { by: 'ann', of: 'cid', at: 7 },
      { by: 'ann', of: 'dan', at: 7 },
      { by: 'ann', of: 'ben', at: 5 },
    ])
    t.strictSame(await blocks.by('ann', 1), [{ by: 'ann', of: 'cid', at: 7 }])
    t.strictSame(await blocks.by('cid', 10), [])
    await blocks.remove('ann', 'cid')
    t.strictSame(
      (await blocks.by('ann', 10)).map(({ of }) => of),
      ['dan', 'ben'],
    )
  })

  await t.test('everybody’s are read in one order, and many at once are kept', async (t) => {
    const { blocks } = await make(t)
    const all = Array.from({ length: 20 }, (_, i) => ({ by: `a${i % 4}`, of: `b${i}`, at: i }))
    await Promise.all([blocks.add(all.slice(0, 15)), blocks.add(all.slice(5))])
    const found = []
    for (let after = ''; ; ) {
      const page = await blocks.inOrder(after, 7)
      found.push(...page)
      const last = page.at(-1)
      if (!last || page.length < 7) break
      after = `${last.by}:${last.of}`
    }
    const ids = found.map(({ by, of }) => `${by}:${of}`)
    t.equal(found.length, 20)
    t.strictSame(ids, ids.toSorted())
    t.strictSame(
      found.toSorted((one, other) => one.at - other.at),
      all,
    )
  })
}
