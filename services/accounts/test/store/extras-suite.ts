import type { Test } from 'tap'
import type { AccountStore } from '../../src/store/store.ts'
import { account } from './account.ts'

/** What a store of accounts is, as to what a person may have or not. */
export function extrasSuite(t: Test, open: (t: Test) => Promise<() => AccountStore>): void {
  t.test('whether presence is hidden is kept with the person, and said only where it is', async (t) => {
    const another = await open(t)
    const store = another()
    const [ada, bob] = [account('ada'), account('bob')]
    await store.insert(ada)
    await store.insert(bob)
    const people = async () =>
      (await another().people([ada.id, bob.id])).toSorted((a, b) => (a.username < b.username ? -1 : 1))
    const [hidden, shown] = [
      { hidesPresence: true, endSessions: false },
      { hidesPresence: false, endSessions: false },
    ]
    t.match(await store.change(ada.id, hidden), { hidesPresence: true, revision: 1, epoch: 0 })
    const known = (await people()).map(({ username, hidesPresence }) => [username, hidesPresence])
    t.strictSame(known, [
      ['ada', true],
      ['bob', undefined],
    ])
    t.equal((await store.untold(10)).length, 1, 'others must hear of it')
    t.match(await store.change(ada.id, { disabled: true, endSessions: false }), { hidesPresence: true })
    t.match(await store.change(bob.id, shown), { revision: 1 })
    t.notHas(await store.change(ada.id, shown), { hidesPresence: true })
    for (const one of [await another().byId(ada.id), ...(await people())])
      t.notOk(Object.hasOwn(one ?? {}, 'hidesPresence'))
  })

  t.test('a status is kept with the person until it is another one, or none', async (t) => {
    const another = await open(t)
    const store = another()
    const [ada, bob] = [account('ada'), account('bob')]
    await store.insert(ada)
    await store.insert(bob)
    for (const status of [
      { text: 'Out\u0300 "\'; --' },
      { emoji: '🌴', text: '', until: 5 },
      { text: 'Back' },
    ]) {
      t.match((await store.change(ada.id, { status, endSessions: false }))?.status, status)
      await store.change(ada.id, { isAdmin: true, endSessions: false })
      t.strictSame((await another().byId(ada.id))?.status, status)
      t.strictSame((await another().people([ada.id]))[0]?.status, status)
      t.strictSame((await another().search({ prefix: 'ada', after: '', limit: 1 }))[0]?.status, status)
    }
    t.notOk(Object.hasOwn((await store.byId(bob.id)) ?? {}, 'status'), 'nobody else says so')
    t.notOk(Object.hasOwn((await store.change(ada.id, { status: null, endSessions: false })) ?? {}, 'status'))
    t.notOk(Object.hasOwn((await another().people([ada.id]))[0] ?? {}, 'status'))
  })
}
