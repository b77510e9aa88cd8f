import type { Report } from '@parley/contracts'
import type { Test } from 'tap'
import type { Store } from '../../src/store/store.ts'

/** What every store must do with reports. `make` gives an opened one with nothing in it. */
export async function reportsSuite(t: Test, make: (t: Test) => Promise<Store>): Promise<void> {
  const report = (i: number, more: Partial<Report> = {}): Report => ({
    id: `report-${String(i).padStart(15, '0')}`,
    by: 'ann',
    at: 1_000 + i,
    user: 'ben',
    reason: 'spam',
    words: `words of ${i}`,
    ...more,
  })
  const message = {
    conversation: 'd_ann_ben',
    n: 2,
    context: [
      { n: 1, by: 'ann', at: 1, text: 'one' },
      { n: 2, by: 'ben', at: 2, text: 'zwei 🎉', edited: true as const },
      { n: 3, by: 'ben', at: 3 },
    ],
  }
  const settled = { by: 'eve', at: 9, actions: ['deleted' as const], note: 'seen' }
  const idsOf = (reports: Report[]) => reports.map(({ id }) => id)

  await t.test('a report is kept as it was made, once', async (t) => {
    const { reports } = await make(t)
    await reports.add([report(1, { message }), report(2)])
    await reports.add([report(1, { words: 'others' })])
    t.strictSame(await reports.one(report(1).id), report(1, { message }))
    t.equal(await reports.one(report(9).id), undefined)
    await reports.add([])
  })

  await t.test('open ones and done ones are listed apart, the newest first, in pages', async (t) => {
    const { reports } = await make(t)
    const all = [1, 2, 3, 4].map((i) => report(i))
    const twin = report(5, { at: 1_004 })
    await reports.add([...all, twin])
    const [one = report(0), two = report(0), three = report(0), four = report(0)] = all
    t.strictSame(idsOf(await reports.list({ done: false, limit: 9 })), idsOf([twin, four, three, two, one]))
    t.strictSame(idsOf(await reports.list({ done: false, limit: 1 })), idsOf([twin]))
    t.strictSame(idsOf(await reports.list({ done: false, before: twin, limit: 2 })), idsOf([four, three]))
    t.strictSame(await reports.settle(three.id, settled), { ...three, settled })
    t.strictSame(await reports.settle(three.id, { ...settled, note: 'late' }), { ...three, settled })
    t.equal(await reports.settle(report(9).id, settled), undefined)
    t.strictSame(await reports.list({ done: true, limit: 9 }), [{ ...three, settled }])
    t.strictSame(idsOf(await reports.list({ done: false, before: four, limit: 9 })), idsOf([two, one]))
  })

  await t.test('a person’s are counted since a time, and all are read in one order', async (t) => {
    const { reports } = await make(t)
    await reports.add([1, 2, 3].map((i) => report(i)))
    await reports.add([report(4, { by: 'cid' }), report(5, { settled })])
    t.equal(await reports.countBy('ann', 1_002), 3)
    t.equal(await reports.countBy('ann', 0), 4)
    t.equal(await reports.countBy('dan', 0), 0)
    const first = await reports.inOrder('', 2)
    const rest = await reports.inOrder(first.at(-1)?.id ?? '', 9)
    t.strictSame(idsOf([...first, ...rest]), idsOf([1, 2, 3, 4, 5].map((i) => report(i))))
    t.strictSame(rest.at(-1)?.settled, settled)
  })
}
