import type { Test } from 'tap'
import { usernameClaim } from '../../src/person/deleted-person.ts'
import type { AccountStore } from '../../src/store/store.ts'
import { account } from './account.ts'

/** What a store of accounts is, as to people who delete theirs. */
export function deletedSuite(t: Test, open: (t: Test) => Promise<() => AccountStore>): void {
  const erasureOf = (username: string, ifEpoch = 0) => ({
    username: `deleted_${username}`,
    displayName: 'Deleted account',
    claim: usernameClaim(username),
    at: 77,
    ifEpoch,
  })

  t.test('of an erased account nothing is left, and nobody gets its username', async (t) => {
    const another = await open(t)
    const store = another()
    const [ada, bob] = [
      account('ada', { displayName: 'Ada Byron', passwordHash: 'x', isAdmin: true }),
      account('bob'),
    ]
    await store.insert(ada)
    await store.insert(bob)
    const status = { text: 'here' }
    await store.change(ada.id, { status, hidesPresence: true, endSessions: false })
    const session = { session: 'one', epoch: 0, device: 'Firefox', begunAt: 1, usedAt: 2, expiresAt: 9 }
    await store.noteSession({ user: ada.id, ...session })
    await store.noteSession({ user: bob.id, ...session })
    await store.endSession({ user: ada.id, session: 'two', expiresAt: 9, epoch: 0 })
    t.equal(await store.erase(ada.id, erasureOf('ada', 5)), undefined, 'not in another epoch')
    t.equal(await store.erase('nobody', erasureOf('ada')), undefined)

    const erased = await store.erase(ada.id, erasureOf('ada'))
    const { passwordHash, terms, legacyIterations, claim, ...kept } = ada
    const wanted = {
      ...kept,
      username: 'deleted_ada',
      displayName: 'Deleted account',
      passwordHash: '',
      isAdmin: false,
      disabled: true,
      joinedAt: 0,
      epoch: 1,
      revision: 2,
      toldEpoch: 0,
      deletedAt: 77,
    }
    t.strictSame(erased, wanted)
    t.equal(await store.erase(ada.id, erasureOf('ada', 1)), undefined, 'nor twice')
    for (const handle of [store, another()]) {
      t.strictSame(await handle.byId(ada.id), wanted)
      t.equal(await handle.byUsername('ada'), undefined)
      t.strictSame(await handle.people([ada.id]), [
        { id: ada.id, username: 'deleted_ada', displayName: 'Deleted account', deleted: true },
      ])
      for (const prefix of ['ada', 'byron', 'del', ''])
        t.notMatch(await handle.search({ prefix, after: '', limit: 9 }), [{ id: ada.id }], prefix)
    }
    t.match(await store.untold(9), [
      { kind: 'account', user: ada.id, epoch: 1, isDeleted: true },
      { kind: 'session' },
    ])
    await store.removeSessions(ada.id)
    t.equal(await store.session(ada.id, 'one'), undefined)
    t.equal(await store.isEnded(ada.id, 'two'), false)
    t.ok(await store.session(bob.id, 'one'), 'others’ sessions stay')
    t.equal(await store.insert(account('ada')), 'usernameTaken')
    t.equal(await store.insert(account('deleted_ada')), 'usernameTaken')
    t.equal(await store.insert(account('adam')), 'inserted')
  })

  t.test('of a sign-up and a deletion at once, none gets the other’s username', async (t) => {
    const another = await open(t)
    const [one, two] = [another(), another()]
    for (let round = 0; round < 6; round++) {
      const username = `grace_${round}`
      const grace = account(username)
      await one.insert(grace)
      const [, ...outcomes] = await Promise.all([
        one.erase(grace.id, erasureOf(username)),
        ...Array.from({ length: 2 }, (_, i) => (i % 2 ? one : two).insert(account(username))),
      ])
      t.strictSame(new Set(outcomes), new Set(['usernameTaken']))
    }
  })

  t.test('a copy of one is one elsewhere, with its username kept from others', async (t) => {
    const from = (await open(t))()
    const ada = account('ada', { displayName: 'Ada Byron' })
    await from.insert(ada)
    await from.erase(ada.id, erasureOf('ada'))
    const people = await from.copyPeople({ after: '', limit: 9 })
    t.match(people, [{ deletedAt: 77, claim: usernameClaim('ada'), displayName: 'Deleted account' }])
    t.notMatch(JSON.stringify(people), /Byron|"ada"/)
    await t.test('elsewhere', async (t) => {
      const to = (await open(t))()
      const claims = new Map(people.map(({ id, claim = '' }) => [id, claim]))
      const kept = { people, invites: [], ended: [], terms: new Map<string, string[]>(), claims }
      t.equal(await to.restore(kept), 'restored')
      t.strictSame(await to.copyPeople({ after: '', limit: 9 }), people)
      t.match(await to.untold(9), [{ user: ada.id, isDeleted: true }], 'to be told where it is new')
      t.equal(await to.insert(account('ada')), 'usernameTaken')
    })
  })
}
