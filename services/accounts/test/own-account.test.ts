import { accounts, liveSubject, personChanged } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { countedWork } from './house/counted-work.ts'
import { djangoHash } from './house/django-hash.ts'
import { cheap, goodPassword, onBothStores } from './house/open-house.ts'

const session = 'digest_of_a_session_1'
const better = 'eight blue tricycles'

await onBothStores(t, (t, open) => {
  t.test('a new name is told, shown and found; the old one is not found any more', async (t) => {
    const { ask, signUp, bus } = await open(t)
    const [ada, outsider] = [await signUp('ada', 'Ada Byron'), await signUp('outsider', 'Out Sider')]
    const heard: string[] = []
    await bus.consume(personChanged.subject, 'test', async (payloads) => {
      for (const payload of payloads) heard.push(personChanged.check(payload).data.user)
    })
    const renamed = { ...ada, displayName: 'Ada Lovelace' }
    t.same(await ask(accounts.changeName, { displayName: '  Ada Lovelace ' }, ada.id), renamed)
    t.match(await ask(accounts.person, { username: 'ada' }), renamed)
    t.same(await ask(accounts.people, { ids: [outsider.id, ada.id] }), { people: [outsider, renamed] })
    const found = async (query: string) =>
      (await ask(accounts.directory, { query }, outsider.id)).people.map(({ username }) => username)
    t.same([await found('love'), await found('byron'), await found('ada')], [['ada'], [], ['ada']])
    t.same(await found('sider'), ['outsider'])
    const identity = { person: renamed, isAdmin: false, epoch: 0 }
    t.same(await ask(accounts.checkSession, { user: ada.id, epoch: 0, session }), identity, 'nothing ends')
    await waitFor(() => heard.length === 1, { what: 'the event' })

    t.same(await ask(accounts.changeName, { displayName: 'Ada Lovelace' }, ada.id), renamed, 'again')
    t.match(await ask(accounts.changeName, { displayName: ' ' }, ada.id), { displayName: 'ada' })
    t.same([await found('love'), await found('ada')], [[], ['ada']])
    await waitFor(() => heard.length > 1, { what: 'the second event' })
    t.same(heard, [ada.id, ada.id], 'the same name is no news')
  })

  t.test('a name is refused as at sign-up, and nothing is changed by nobody', async (t) => {
    const { ask, signUp } = await open(t)
    const ada = await signUp('ada', 'Ada')
    for (const displayName of ['\u200b\u200b', 'a\nb', 'x\u202ey', 'z'.repeat(65)])
      await t.rejects(ask(accounts.changeName, { displayName }, ada.id), {
        code: 'INVALID',
        field: 'display_name',
      })
    t.match(await ask(accounts.person, { username: 'ada' }), { displayName: 'Ada' })
    await t.rejects(ask(accounts.changeName, { displayName: 'Nobody' }, 'nobody'), {
      code: 'UNAUTHENTICATED',
    })
    await t.rejects(ask(accounts.changeName, { displayName: 'Nobody' }), { code: 'UNAUTHENTICATED' })
    await ask(accounts.setDisabled, { username: 'ada', disabled: true })
    await t.rejects(ask(accounts.changeName, { displayName: 'Back' }, ada.id), { code: 'UNAUTHENTICATED' })
  })

  t.test('hidden presence is told to services alone, and only where it has become another', async (t) => {
    const { ask, signUp, bus } = await open(t)
    const [ada, outsider] = [await signUp('ada'), await signUp('outsider')]
    const heard: string[] = []
    await bus.consume(personChanged.subject, 'test', async (payloads) => {
      for (const payload of payloads) heard.push(personChanged.check(payload).data.user)
    })
    for (let tries = 0; tries < 2; tries++)
      t.same(await ask(accounts.hidePresence, { hidden: true }, ada.id), { hidden: true })
    t.match(await ask(accounts.person, { username: 'ada' }), { ...ada, hidesPresence: true })
    t.same(await ask(accounts.people, { ids: [ada.id, outsider.id] }), {
      people: [{ ...ada, hidesPresence: true }, outsider],
    })
    const { people } = await ask(accounts.directory, {}, outsider.id)
    t.same(people, [ada, outsider], 'whom people see says nothing of it')
    const identity = await ask(accounts.checkSession, { user: ada.id, epoch: 0, session })
    t.same(identity.person, ada)
    t.same(await ask(accounts.hidePresence, { hidden: false }, ada.id), { hidden: false })
    t.same((await ask(accounts.people, { ids: [ada.id] })).people, [ada])
    await ask(accounts.changeName, { displayName: 'Last' }, outsider.id)
    await waitFor(() => heard.includes(outsider.id), { what: 'a later event' })
    t.same(heard, [ada.id, ada.id, outsider.id])
    await t.rejects(ask(accounts.hidePresence, { hidden: true }, 'nobody'), { code: 'UNAUTHENTICATED' })
    await t.rejects(ask(accounts.hidePresence, { hidden: true }), { code: 'UNAUTHENTICATED' })
  })

  t.test('a status is told, shown to everybody and taken away', async (t) => {
    const { ask, signUp, bus, now } = await open(t)
    const [ada, outsider] = [await signUp('ada'), await signUp('outsider')]
    const heard: string[] = []
    await bus.consume(personChanged.subject, 'test', async (payloads) => {
      for (const payload of payloads) heard.push(personChanged.check(payload).data.user)
    })
    const until = now.ms + 60_000
    const wanted = { ...ada, status: { emoji: '❤️', text: 'At <b>sea</b>', until } }
    for (let tries = 0; tries < 2; tries++)
      t.same(await ask(accounts.setStatus, { emoji: '❤', text: ' At <b>sea</b> ', until }, ada.id), wanted)
    t.match(await ask(accounts.person, { username: 'ada' }), wanted)
    t.same((await ask(accounts.people, { ids: [ada.id, outsider.id] })).people, [wanted, outsider])
    t.same((await ask(accounts.directory, {}, outsider.id)).people, [wanted, outsider])
    t.same((await ask(accounts.checkSession, { user: ada.id, epoch: 0, session })).person, wanted)
    const wrong = [
      [{ emoji: 'x', text: '' }, 'emoji'],
      [{ emoji: '🌴🌴', text: '' }, 'emoji'],
      [{ emoji: '', text: 'a\nb' }, 'text'],
      [{ emoji: '', text: 'x\u202ey' }, 'text'],
      [{ emoji: '', text: 'z'.repeat(81) }, 'text'],
      [{ emoji: '', text: 'late', until: now.ms }, 'until'],
    ] as const
    for (const [input, field] of wrong)
      await t.rejects(ask(accounts.setStatus, input, ada.id), { code: 'INVALID', field })
    t.match(await ask(accounts.person, { username: 'ada' }), wanted, 'and nothing is lost by it')
    await t.rejects(ask(accounts.setStatus, { emoji: '', text: 'x' }, 'nobody'), { code: 'UNAUTHENTICATED' })
    t.same((await ask(accounts.setStatus, { emoji: '🌴', text: '' }, ada.id)).status, {
      emoji: '🌴',
      text: '',
    })
    t.same(
      await ask(accounts.setStatus, { emoji: ' ', text: '\u200b' }, ada.id),
      ada,
      'nothing to see is nothing',
    )
    await waitFor(() => heard.length >= 3, { what: 'the events' })
    t.same(heard, [ada.id, ada.id, ada.id], 'the same status is no news')
  })

  t.test('a new password ends all sessions of the old one, and nobody else’s', async (t) => {
    const { ask, signUp, bus } = await open(t)
    const [ada, outsider] = [await signUp('ada'), await signUp('outsider')]
    const live = { ada: new Array<unknown>(), outsider: new Array<unknown>() }
    for (const [one, events] of [
      [ada, live.ada],
      [outsider, live.outsider],
    ] as const)
      await bus.subscribe(liveSubject(one.id), (told) => void events.push(...(told as unknown[])))
    const change = { epoch: 0, session, current: goodPassword, password: better }
    t.same(await ask(accounts.changePassword, change, ada.id), { person: ada, isAdmin: false, epoch: 1 })
    const logIn = (username: string, password: string) => ask(accounts.logIn, { username, password })
    await t.rejects(logIn('ada', goodPassword), { code: 'UNAUTHENTICATED' })
    t.match(await logIn('ada', better), { epoch: 1 })
    t.match(await logIn('outsider', goodPassword), { epoch: 0 })
    await t.rejects(ask(accounts.checkSession, { user: ada.id, epoch: 0, session }), {
      code: 'UNAUTHENTICATED',
    })
    t.ok(await ask(accounts.checkSession, { user: ada.id, epoch: 1, session }))
    t.ok(await ask(accounts.checkSession, { user: outsider.id, epoch: 0, session }))
    await waitFor(() => live.ada.length > 0, { what: 'the end of her sessions' })
    t.same(live.ada, [{ type: 'ended', session: null, epoch: 0 }])

    t.match(await ask(accounts.changePassword, change, ada.id), { epoch: 1 }, 'asked again, it is done')
    t.match(await logIn('ada', better), { epoch: 1 })
    await ask(accounts.resetPassword, { username: 'outsider' })
    await waitFor(() => live.outsider.length > 0, { what: 'what comes later for the outsider' })
    t.same(live.outsider, [{ type: 'ended', session: null, epoch: 0 }])
    t.equal(live.ada.length, 1, 'it was done once')
  })

  t.test('a password is not changed without the present one, or to one that may not be', async (t) => {
    const { work, spent } = countedWork()
    const { ask, signUp } = await open(t, { passwords: { cost: cheap, work } })
    const [ada, bob] = [await signUp('ada'), await signUp('bob')]
    const taken = { displayName: '', isAdmin: false, disabled: false }
    const passwordHash = djangoHash(goodPassword, 700)
    const old = (await ask(accounts.importPerson, { ...taken, username: 'old', passwordHash })).person
    const none = (await ask(accounts.importPerson, { ...taken, username: 'none', passwordHash: '' })).person
    for (const { id, username } of [ada, old, none]) {
      spent.argon2 = spent.iterations = 0
      await t.rejects(
        ask(accounts.changePassword, { epoch: 0, session, current: 'not it', password: better }, id),
        { code: 'FORBIDDEN', field: 'current_password' },
        username,
      )
      t.same(spent, { argon2: 1, iterations: 700 }, `the work of a login: ${username}`)
    }
    for (const password of ['short', 'password123', 'one ada two three'])
      await t.rejects(
        ask(accounts.changePassword, { epoch: 0, session, current: goodPassword, password }, ada.id),
        { code: 'INVALID', field: 'password' },
        password,
      )
    // The one who acts is the one whose password counts.
    await ask(accounts.changePassword, { epoch: 0, session, current: goodPassword, password: better }, bob.id)
    t.match(await ask(accounts.logIn, { username: 'ada', password: goodPassword }), { epoch: 0 })
    t.match(await ask(accounts.logIn, { username: 'old', password: goodPassword }), { epoch: 0 })
    const done = { epoch: 0, session, current: goodPassword, password: better }
    t.match(await ask(accounts.changePassword, done, old.id), { epoch: 1 }, 'a password taken over, too')
    t.match(await ask(accounts.logIn, { username: 'old', password: better }), { epoch: 1 })
  })

  t.test('a session that has ended changes no password', async (t) => {
    const { ask, signUp } = await open(t)
    const ada = await signUp('ada')
    const { password: reset } = await ask(accounts.resetPassword, { username: 'ada' })
    const change = { epoch: 0, session, current: reset, password: better }
    await t.rejects(ask(accounts.changePassword, change, ada.id), { code: 'UNAUTHENTICATED' })
    await t.rejects(ask(accounts.changePassword, { ...change, epoch: 2 }, ada.id), {
      code: 'UNAUTHENTICATED',
    })
    t.match(await ask(accounts.logIn, { username: 'ada', password: reset }), { epoch: 1 })
    const both = await Promise.allSettled(
      ['nine red unicycles', 'ten white scooters'].map((password) =>
        ask(accounts.changePassword, { epoch: 1, session, current: reset, password }, ada.id),
      ),
    )
    t.same(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'], 'of two at once one')
    await ask(accounts.setDisabled, { username: 'ada', disabled: true })
    const gone = { epoch: 3, session, current: better, password: goodPassword }
    await t.rejects(ask(accounts.changePassword, gone, ada.id), { code: 'UNAUTHENTICATED' })
    await t.rejects(ask(accounts.changePassword, gone, 'nobody'), { code: 'UNAUTHENTICATED' })
  })
})
