import type { Test } from 'tap'
import { usernameClaim } from '../../src/person/deleted-person.ts'
import { searchTerms } from '../../src/person/search-terms.ts'
import type { AccountStore, NewAccount } from '../../src/store/store.ts'
import { account } from './account.ts'
import { deletedSuite } from './deleted-suite.ts'
import { extrasSuite } from './extras-suite.ts'

/** What a store of accounts is: every maker passes this. `open` gives another handle on the same data. */
export function storeSuite(t: Test, open: (t: Test) => Promise<() => AccountStore>): void {
  extrasSuite(t, open)
  deletedSuite(t, open)

  t.test('an account is found by its id and username, and survives', async (t) => {
    const another = await open(t)
    const store = another()
    const ada = account('ada', { displayName: 'Ada Lovelace', isAdmin: true, joinedAt: 1_234 })
    t.equal(await store.count(), 0)
    t.equal(await store.insert(ada), 'inserted')
    const { terms, legacyIterations, claim, ...kept } = ada
    const wanted = { ...kept, epoch: 0, revision: 0, toldEpoch: 0 }
    for (const handle of [store, another()]) {
      t.strictSame(await handle.byId(ada.id), wanted)
      t.strictSame(await handle.byUsername('ada'), wanted)
      t.strictSame(await handle.people([ada.id, 'nobody']), [
        { id: ada.id, username: 'ada', displayName: 'Ada Lovelace' },
      ])
      t.equal(await handle.count(), 1)
    }
    t.equal(await store.byId('nobody'), undefined)
    t.equal(await store.byUsername('nobody'), undefined)
    t.strictSame(await store.people([]), [])
    t.strictSame(await store.untold(10), [], 'a new account is no news')
  })

  t.test('of many with one username, or one invite, exactly one is inserted', async (t) => {
    const another = await open(t)
    const [one, two] = [another(), another()]
    const race = (make: (n: number) => NewAccount) =>
      Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? one : two).insert(make(n))))
    const names = await race(() => account('grace'))
    t.equal(names.filter((outcome) => outcome === 'inserted').length, 1)
    t.equal(names.filter((outcome) => outcome === 'usernameTaken').length, 7)
    const invites = await race((n) => account(`guest_${n}`, { invite: 'digest' }))
    t.equal(invites.filter((outcome) => outcome === 'inserted').length, 1)
    t.equal(invites.filter((outcome) => outcome === 'inviteUsed').length, 7)
    t.equal(await one.count(), 2)
    const both = account('grace', { invite: 'digest' })
    t.equal(await one.insert(both), 'usernameTaken', 'the username is told first')
  })

  t.test('what is kept can be copied in pages, and put back elsewhere as it was', async (t) => {
    const from = (await open(t))()
    const names = ['ada', 'grace', 'lovell']
    for (const name of names)
      await from.insert(account(name, { displayName: `${name} of many`, joinedAt: 7 }))
    await from.insert(account('guest', { invite: 'used', legacyIterations: 600 }))
    const ada = (await from.byUsername('ada'))?.id ?? ''
    await from.change(ada, { disabled: true, endSessions: true })
    const grace = (await from.byUsername('grace'))?.id ?? ''
    await from.change(grace, { hidesPresence: true, endSessions: false })
    const status = { emoji: '🏖️', text: 'By the sea', until: 9_000 }
    await from.change(grace, { status, endSessions: false })
    await from.addInvite({ digest: 'open', expiresAt: 5_000 })
    await from.endSession({ user: ada, session: 'one', expiresAt: 9_000, epoch: 0 })
    await from.endSession({ user: ada, session: 'two', expiresAt: 9_000, epoch: 1 })

    const first = await from.copyPeople({ after: '', limit: 3 })
    const people = [...first, ...(await from.copyPeople({ after: first.at(-1)?.id ?? '', limit: 3 }))]
    t.strictSame(
      people.map(({ id }) => id).toSorted(),
      people.map(({ id }) => id),
    )
    t.strictSame(people.map(({ username }) => username).toSorted(), [...names, 'guest'].toSorted())
    const invites = await from.copyInvites({ after: '', limit: 10 })
    const ended = await from.copyEnded({ after: '', limit: 1 })
    ended.push(...(await from.copyEnded({ after: `${ended[0]?.user}:${ended[0]?.session}`, limit: 9 })))
    t.strictSame(
      ended.map(({ session }) => session),
      ['one', 'two'],
    )

    const terms = new Map(people.map((one) => [one.id, searchTerms(one.username, one.displayName)]))
    const claims = new Map(people.map(({ id, username }) => [id, usernameClaim(username)]))
    const kept = { people, invites, ended, terms, claims }
    await t.test('elsewhere', async (t) => {
      const to = (await open(t))()
      // Also where the answer was lost, and it is asked for again.
      for (let tries = 0; tries < 2; tries++) t.equal(await to.restore(kept), 'restored')
      t.strictSame(await to.copyPeople({ after: '', limit: 10 }), people)
      t.strictSame(await to.copyInvites({ after: '', limit: 10 }), invites)
      t.strictSame(await to.copyEnded({ after: '', limit: 10 }), ended)
      t.match(await to.byId(ada), { disabled: true, epoch: 1, toldEpoch: 1, revision: 0 })
      t.match(await to.people([grace]), [{ username: 'grace', hidesPresence: true, status }])
      t.equal(await to.isEnded(ada, 'one'), true)
      t.equal(await to.legacyIterations(), 600)
      t.strictSame(await to.untold(10), [], 'nobody is there to be told')
      const found = await to.search({ prefix: 'of man', after: '', limit: 10 })
      t.strictSame(
        found.map(({ username }) => username),
        ['grace', 'lovell'],
      )
      const nameless = { ...kept, claims: new Map<string, string>() }
      const rival = { ...nameless, people: people.slice(0, 1).map((one) => ({ ...one, id: 'another' })) }
      t.equal(await to.restore(rival), 'conflict')
      t.equal(await to.count(), 4)
    })
  })

  t.test('search goes by prefix of a term, in pages by username, without disabled ones', async (t) => {
    const store = (await open(t))()
    const names: [string, string][] = [
      ['ada', 'Ada Lovelace'],
      ['grace', 'Grace Hopper'],
      ['lovell', 'Jim'],
      ['zoe', 'Zoë Łovelace'],
      ['mei', '林 美'],
      ['fox', '🦊 Fox'],
    ]
    for (const [username, displayName] of names) await store.insert(account(username, { displayName }))
    await store.insert(account('lovesick', { displayName: 'Gone', disabled: true }))
    const found = async (prefix: string, after = '', limit = 50) =>
      (await store.search({ prefix, after, limit })).map(({ username }) => username)
    t.strictSame(await found(''), ['ada', 'fox', 'grace', 'lovell', 'mei', 'zoe'])
    t.strictSame(await found('', 'fox', 2), ['grace', 'lovell'])
    t.strictSame(await found('love'), ['ada', 'lovell'])
    t.strictSame(await found('love', 'ada'), ['lovell'])
    t.strictSame(await found('ada love'), ['ada'])
    t.strictSame(await found('zoe'), ['zoe'])
    t.strictSame(await found('美'), ['mei'])
    t.strictSame(await found('🦊'), ['fox'])
    t.strictSame(await found('ove'), [], 'not inside a word')
    t.strictSame(await found('$%'), [])
  })

  t.test('a change is stored and noted as untold until told', async (t) => {
    const another = await open(t)
    const store = another()
    const ada = account('ada', { passwordHash: 'old', legacyIterations: 900 })
    const bob = account('bob')
    await store.insert(ada)
    await store.insert(bob)
    t.equal(await store.legacyIterations(), 900)
    const admin = await store.change(ada.id, { isAdmin: true, endSessions: false })
    t.match(admin, { isAdmin: true, disabled: false, epoch: 0, revision: 1, passwordHash: 'old' })
    const reset = await store.change(ada.id, { passwordHash: 'new', endSessions: true })
    t.match(reset, { isAdmin: true, epoch: 1, revision: 2, toldEpoch: 0, passwordHash: 'new' })
    t.equal(await store.legacyIterations(), 0)
    const untold = { kind: 'account', user: ada.id, revision: 2, epoch: 1, toldEpoch: 0 } as const
    t.strictSame(await another().untold(10), [untold])
    await store.told({ ...untold, revision: 1, epoch: 0 })
    t.strictSame(await store.untold(10), [untold], 'what changed meanwhile is still to be told')
    await store.told(untold)
    t.strictSame(await store.untold(10), [])
    t.match(await store.byId(ada.id), { epoch: 1, toldEpoch: 1 })
    t.match(await store.byId(bob.id), { isAdmin: false, epoch: 0, revision: 0 }, 'nobody else changed')
    t.equal(await store.change('nobody', { disabled: true, endSessions: true }), undefined)
  })

  t.test('under a new name somebody is found by that, and by the old one no more', async (t) => {
    const another = await open(t)
    const store = another()
    const ada = account('ada', { displayName: 'Ada Byron' })
    const bob = account('bob', { displayName: 'Bob Byron' })
    await store.insert(ada)
    await store.insert(bob)
    const displayName = { name: 'Ada Lovelace', terms: searchTerms('ada', 'Ada Lovelace') }
    const changed = await store.change(ada.id, { displayName, endSessions: false })
    t.match(changed, { displayName: 'Ada Lovelace', username: 'ada', epoch: 0, revision: 1 })
    t.match(await another().byId(ada.id), { displayName: 'Ada Lovelace' })
    const found = async (prefix: string) =>
      (await store.search({ prefix, after: '', limit: 9 })).map(({ username }) => username)
    t.strictSame([await found('love'), await found('byron'), await found('ada')], [['ada'], ['bob'], ['ada']])
    t.equal(await store.change('nobody', { displayName, endSessions: false }), undefined)
  })

  t.test('of many changes for one epoch one is made', async (t) => {
    const another = await open(t)
    const [one, two] = [another(), another()]
    const ada = account('ada', { passwordHash: 'first' })
    await one.insert(ada)
    const wanted = (n: number) => ({ passwordHash: `hash ${n}`, endSessions: true, ifEpoch: 0 })
    const race = [0, 1, 2, 3, 4, 5].map((n) => (n % 2 === 0 ? one : two).change(ada.id, wanted(n)))
    const made = (await Promise.all(race)).filter((account) => account !== undefined)
    t.equal(made.length, 1)
    t.match(await one.byId(ada.id), { epoch: 1, revision: 1, passwordHash: made[0]?.passwordHash ?? '' })
  })

  t.test('a hash is replaced only where it is still the one that was checked', async (t) => {
    const store = (await open(t))()
    const ada = account('ada', { passwordHash: 'first', legacyIterations: 5 })
    await store.insert(ada)
    await store.replaceHash(ada.id, 'other', 'wrong')
    t.match(await store.byId(ada.id), { passwordHash: 'first' })
    t.equal(await store.legacyIterations(), 5)
    await store.replaceHash(ada.id, 'first', 'second')
    t.match(await store.byId(ada.id), { passwordHash: 'second', revision: 0 })
    t.equal(await store.legacyIterations(), 0)
  })

  t.test('sessions are recorded once, and listed until they end', async (t) => {
    const another = await open(t)
    const [store, two] = [another(), another()]
    const first = { user: 'ada1', session: 'S_-1', epoch: 3, device: 'Firefox on Linux' }
    const one = { ...first, begunAt: 100, usedAt: 100, expiresAt: 1_000 }
    await Promise.all([store.noteSession(one), two.noteSession(one)])
    t.strictSame(await two.session('ada1', 'S_-1'), one)
    await store.noteSession({ ...one, device: 'other', begunAt: 0, usedAt: 200, expiresAt: 1_100 })
    await two.noteSession({ ...one, usedAt: 150, expiresAt: 900 })
    const used = { ...one, usedAt: 200, expiresAt: 1_100 }
    t.strictSame(await store.session('ada1', 'S_-1'), used, 'later times count, the rest stays')
    const later = { ...one, session: 'S_-2', usedAt: 300, begunAt: 0, device: '' }
    await store.noteSession(later)
    await store.noteSession({ ...one, user: 'ada', usedAt: 900 })
    await store.noteSession({ ...one, user: 'eve1', session: 'S_-3' })
    t.strictSame(await two.sessions('ada1', 3, 9), [later, used])
    t.strictSame(await two.sessions('ada1', 3, 1), [later])
    t.strictSame(await two.sessions('ada1', 2, 9), [])
    t.equal(await two.session('ada1', 'S_-3'), undefined)

    await two.endSession({ user: 'ada1', session: 'S_-2', expiresAt: 1_100, epoch: 3 })
    t.equal(await store.session('ada1', 'S_-2'), undefined)
    await store.noteSession({ ...later, usedAt: 400 })
    t.strictSame(await two.sessions('ada1', 3, 9), [used], 'noted at the moment of its end, it is not listed')
    await store.noteSession({ ...one, session: 'S_-4', epoch: 4 })
    t.equal(await two.session('ada1', 'S_-1'), undefined, 'what is left of older epochs goes')
    t.equal((await two.sessions('eve1', 3, 9)).length, 1, 'nobody else')
    await store.sweep(1_000)
    t.equal((await two.sessions('eve1', 3, 9)).length, 1)
    await store.sweep(1_001)
    t.strictSame(await two.sessions('eve1', 3, 9), [])
    t.strictSame(await two.sessions('ada1', 4, 9), [])
  })

  t.test('ended sessions and invites are known until their time is over', async (t) => {
    const another = await open(t)
    const store = another()
    const ended = { user: 'ada1', session: 'S_-1', expiresAt: 1_000, epoch: 3 }
    await Promise.all([store.endSession(ended), another().endSession(ended)])
    t.equal(await another().isEnded('ada1', 'S_-1'), true)
    t.equal(await store.isEnded('ada1', 's_-1'), false)
    t.equal(await store.isEnded('ada', 'S_-1'), false)
    const untold = { kind: 'session', user: 'ada1', session: 'S_-1', epoch: 3 } as const
    t.strictSame(await store.untold(10), [untold])
    await store.sweep(2_000)
    t.equal(await store.isEnded('ada1', 'S_-1'), true, 'kept while it is untold')
    await store.told(untold)
    await store.endSession({ ...ended, expiresAt: 900 })
    t.strictSame(await store.untold(10), [], 'ending it again is no news')
    await store.addInvite({ digest: 'one', expiresAt: 1_000 })
    await store.sweep(1_000)
    t.equal(await store.isEnded('ada1', 'S_-1'), true, 'the later expiry counts')
    t.equal(await store.inviteExpiresAt('one'), 1_000)
    await store.sweep(1_001)
    t.equal(await store.isEnded('ada1', 'S_-1'), false)
    t.equal(await store.inviteExpiresAt('one'), undefined)
  })

  t.test('untold announcements come in rounds', async (t) => {
    const store = (await open(t))()
    for (let n = 0; n < 5; n++) {
      const one = account(`person_${n}`)
      await store.insert(one)
      await store.change(one.id, { disabled: true, endSessions: true })
      await store.endSession({ user: one.id, session: `s${n}`, expiresAt: 1, epoch: 0 })
    }
    t.equal((await store.untold(4)).length, 4)
    t.equal((await store.untold(100)).length, 10)
  })

  t.test('opening again, or twice at once, does no harm', async (t) => {
    const another = await open(t)
    const [one, two] = [another(), another()]
    await Promise.all([one.open(), two.open(), one.open()])
    await one.insert(account('ada'))
    await two.open()
    await two.ping()
    t.equal(await two.count(), 1)
  })
}
