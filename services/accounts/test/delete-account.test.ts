import { accounts, liveSubject, personChanged, personDeleted, sessionEnded } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { deletedName, deletedUsername, usernameClaim } from '../src/person/deleted-person.ts'
import { account } from './store/account.ts'
import { goodPassword, onBothStores } from './house/open-house.ts'

const session = 'digest_of_a_session_1'

await onBothStores(t, (t, open) => {
  t.test('whoever knows the password deletes the account, for good; others are as they were', async (t) => {
    const { ask, signUp, bus } = await open(t)
    const [ada, eve] = [await signUp('ada', 'Ada Byron'), await signUp('mallory', 'Mallory')]
    await ask(accounts.setStatus, { emoji: '', text: 'here' }, ada.id)
    const begun = { user: ada.id, epoch: 0, session, device: 'Firefox', expiresAt: Date.now() + 1e6 }
    await ask(accounts.beginSession, begun)
    const live: unknown[] = []
    await bus.subscribe(liveSubject(ada.id), (payload) => void live.push(payload))
    const heard: string[] = []
    for (const event of [personChanged, personDeleted, sessionEnded])
      await bus.consume(event.subject, 'test', async (payloads) => {
        for (const payload of payloads) heard.push(`${event.subject} ${event.check(payload).data.user}`)
      })

    const wrong = ask(accounts.deleteAccount, { epoch: 0, current: 'not it' }, ada.id)
    await t.rejects(wrong, { code: 'FORBIDDEN', field: 'current_password' })
    const late = ask(accounts.deleteAccount, { epoch: 7, current: goodPassword }, ada.id)
    await t.rejects(late, { code: 'UNAUTHENTICATED' })
    t.match(await ask(accounts.person, { username: 'ada' }), { displayName: 'Ada Byron' })

    const deletion = { epoch: 0, current: goodPassword }
    t.same(await ask(accounts.deleteAccount, deletion, ada.id), {})
    t.same(await ask(accounts.deleteAccount, deletion, ada.id), {}, 'asked again, it is done')
    t.same(live, [[{ type: 'ended', session: null, epoch: 0 }]], 'open sockets hear of it at once')
    const wanted = [personChanged, personDeleted, sessionEnded].map(({ subject }) => `${subject} ${ada.id}`)
    await waitFor(() => wanted.every((one) => heard.includes(one)), { what: 'all to hear' })
    t.notOk(heard.some((one) => one.includes(eve.id)))

    const username = deletedUsername(ada.id)
    const gone = { id: ada.id, username, displayName: deletedName, deleted: true }
    t.same(await ask(accounts.people, { ids: [ada.id, eve.id] }), { people: [gone, eve] })
    t.match(await ask(accounts.person, { username }), gone)
    await t.rejects(ask(accounts.person, { username: 'ada' }), { code: 'NOT_FOUND' })
    for (const query of ['ada', 'byron', 'deleted'])
      t.same((await ask(accounts.directory, { query }, eve.id)).people, [], query)
    await t.rejects(ask(accounts.checkSession, begun), { code: 'UNAUTHENTICATED' })
    await t.rejects(ask(accounts.beginSession, { ...begun, epoch: 1 }), { code: 'UNAUTHENTICATED' })
    for (const name of ['ada', username])
      for (const password of [goodPassword, ''])
        await t.rejects(ask(accounts.logIn, { username: name, password }), { code: 'UNAUTHENTICATED' })
    await t.rejects(ask(accounts.changeName, { displayName: 'Back' }, ada.id), { code: 'UNAUTHENTICATED' })
    await t.rejects(signUp('ada'), { code: 'CONFLICT', field: 'username' })
    const imported = { username: 'ada', displayName: '', passwordHash: '', isAdmin: false, disabled: false }
    await t.rejects(ask(accounts.importPerson, imported), { code: 'INVALID', field: 'username' })
    for (const name of ['ada', username]) {
      await t.rejects(ask(accounts.setDisabled, { username: name, disabled: false }), { code: 'NOT_FOUND' })
      await t.rejects(ask(accounts.resetPassword, { username: name }), { code: 'NOT_FOUND' })
      await t.rejects(ask(accounts.setAdmin, { username: name, isAdmin: true }), { code: 'NOT_FOUND' })
    }
    t.match(await ask(accounts.logIn, { username: 'mallory', password: goodPassword }), { person: eve })
    t.same(await ask(accounts.ownSessions, {}, eve.id), { sessions: [] })
  })

  t.test('nothing of the person is left in what is kept', async (t) => {
    const { ask, signUp, store } = await open(t)
    const ada = await signUp('ada', 'Ada Byron')
    const begun = { user: ada.id, epoch: 0, session, device: 'Firefox', expiresAt: Date.now() + 1e6 }
    await ask(accounts.beginSession, begun)
    await ask(accounts.deleteAccount, { epoch: 0, current: goodPassword }, ada.id)
    const { people } = await ask(accounts.copy, { what: 'people' })
    t.notMatch(JSON.stringify(people), /Byron|"ada"|argon/)
    await waitFor(async () => (await store.session(ada.id, session)) === undefined, {
      what: 'the record of the session to go',
    })
  })

  t.test('who is cut off right after the write is finished by the next round', async (t) => {
    const { ask, signUp, store, bus, app } = await open(t)
    const ada = await signUp('ada')
    const begun = { user: ada.id, epoch: 0, session, device: 'Firefox', expiresAt: Date.now() + 1e6 }
    await ask(accounts.beginSession, begun)
    const deleted: string[] = []
    await bus.consume(personDeleted.subject, 'test', async (payloads) => {
      for (const payload of payloads) deleted.push(personDeleted.check(payload).data.user)
    })
    // As far as a process comes that is killed here: nobody is told, and what follows is not done.
    const names = { username: deletedUsername(ada.id), displayName: deletedName, claim: usernameClaim('ada') }
    await store.erase(ada.id, { ...names, at: 1, ifEpoch: 0 })
    t.ok(await store.session(ada.id, session))
    await t.rejects(ask(accounts.checkSession, begun), { code: 'UNAUTHENTICATED' })
    t.ok(app)
    await waitFor(() => deleted.includes(ada.id), { what: 'the round that tells of it', timeoutMs: 20_000 })
    t.equal(await store.session(ada.id, session), undefined)
    await waitFor(async () => (await store.untold(9)).length === 0, { what: 'nothing to be left to tell' })
    t.equal(await store.insert(account('ada')), 'usernameTaken')
  })
})
