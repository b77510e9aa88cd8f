import { accounts } from '@parley/contracts'
import t from 'tap'
import { credential, onBothStores } from './house/open-house.ts'

await onBothStores(t, (t, open) => {
  t.test('people are found by username in any case, and by id in the order asked', async (t) => {
    const { ask, signUp, now } = await open(t)
    const [ada, bob] = [await signUp('ada', 'Ada Lovelace'), await signUp('bob')]
    const joinedAt = now.ms
    t.same(await ask(accounts.person, { username: ' ADA ' }), { ...ada, joinedAt })
    await t.rejects(ask(accounts.person, { username: 'nobody' }), { code: 'NOT_FOUND' })
    await t.rejects(ask(accounts.person, { username: 'not a username' }), { code: 'NOT_FOUND' })
    const ids = [bob.id, 'nobody', ada.id, bob.id]
    t.same(await ask(accounts.people, { ids }), { people: [bob, ada] })
    t.same(await ask(accounts.people, { ids: [] }), { people: [] })
    await ask(accounts.setDisabled, { username: 'bob', disabled: true })
    t.same(await ask(accounts.people, { ids: [bob.id] }), { people: [bob] }, 'conversations with them stay')
    t.same(await ask(accounts.person, { username: 'bob' }), { ...bob, joinedAt })
  })

  t.test('the directory shows who may be written to, page by page', async (t) => {
    const { ask, signUp } = await open(t)
    const ada = await signUp('ada', 'Ada Lovelace')
    const names: [string, string][] = [
      ['bob', 'Bób Ädalwin'],
      ['carl', 'Carl Adams'],
      ['dora', 'Dora'],
      ['adam', 'Gone'],
    ]
    for (const [username, displayName] of names) await signUp(username, displayName)
    await ask(accounts.setDisabled, { username: 'adam', disabled: true })
    const search = async (input: { query?: string; after?: string; limit?: number }) => {
      const { people, more } = await ask(accounts.directory, input, ada.id)
      return [people.map(({ username }) => username), more]
    }
    t.same(await search({}), [['ada', 'bob', 'carl', 'dora'], false])
    t.same(await search({ query: '' }), [['ada', 'bob', 'carl', 'dora'], false])
    t.same(await search({ query: 'ADA' }), [['ada', 'bob', 'carl'], false])
    t.same(await search({ query: 'ädá' }), [['ada', 'bob', 'carl'], false])
    t.same(await search({ query: 'bob ad' }), [['bob'], false])
    t.same(await search({ query: 'ada', limit: 2 }), [['ada', 'bob'], true])
    t.same(await search({ query: 'ada', limit: 2, after: 'bob' }), [['carl'], false])
    t.same(await search({ query: 'dams' }), [[], false])
    await t.rejects(ask(accounts.directory, { limit: 101 }, ada.id), { code: 'INVALID', field: 'limit' })
    await t.rejects(ask(accounts.directory, {}), { code: 'UNAUTHENTICATED' }, 'for people only')
  })

  t.test('over HTTP the same, for whoever carries the credential', async (t) => {
    const { app, signUp } = await open(t)
    const ada = await signUp('ada', 'Ada 2')
    const headers = { ...credential, 'x-parley-actor': ada.id }
    const get = async (url: string, sent: object = headers) => await app.inject({ url, headers: { ...sent } })
    t.same((await get('/v1/people?query=2&limit=1')).json(), { people: [ada], more: false })
    t.match((await get('/v1/people/by-username/Ada', credential)).json(), ada)
    t.equal((await get('/v1/people', credential)).statusCode, 401, 'a directory is read by somebody')
    const routes = Object.values(accounts).filter((part) => 'path' in part)
    t.equal(routes.length, 24)
    for (const { method, path } of routes) {
      const url = path.replace(':username', 'ada')
      for (const sent of [{}, { 'x-parley-actor': ada.id }, { authorization: 'Bearer guessed' }]) {
        const answer = await app.inject({
          method,
          url,
          headers: sent,
          ...(method === 'POST' ? { payload: {} } : {}),
        })
        t.equal(answer.statusCode, 401, `${method} ${url}`)
        t.notMatch(answer.body, /ada|Ada/)
      }
    }
  })

  t.test('administration is answered with who it was about', async (t) => {
    const { ask, signUp } = await open(t)
    const ada = await signUp('ada')
    t.same(await ask(accounts.setAdmin, { username: 'ada', isAdmin: true }), ada)
    t.same(await ask(accounts.setAdmin, { username: 'ada', isAdmin: true }), ada)
    t.same(await ask(accounts.setDisabled, { username: 'ada', disabled: true }), ada)
    const username = 'nobody'
    await t.rejects(ask(accounts.setAdmin, { username, isAdmin: true }), { code: 'NOT_FOUND' })
    await t.rejects(ask(accounts.setDisabled, { username, disabled: true }), { code: 'NOT_FOUND' })
    await t.rejects(ask(accounts.resetPassword, { username }), { code: 'NOT_FOUND' })
  })

  t.test('an import keeps whoever is there, and names what it cannot take', async (t) => {
    const { ask, store } = await open(t)
    const input = {
      username: 'Grace',
      displayName: ' Grace\u202e Hopper ',
      passwordHash: '',
      isAdmin: true,
      disabled: false,
      joinedAt: 86_400_000,
    }
    const { person, created } = await ask(accounts.importPerson, input)
    t.equal(created, true)
    t.match(person, { username: 'grace', displayName: 'Grace Hopper' })
    t.match(await store.byId(person.id), { isAdmin: true, joinedAt: 86_400_000 })
    const again = { ...input, displayName: 'Other', isAdmin: false }
    t.same(await ask(accounts.importPerson, again), { person, created: false })
    const many = await Promise.all(
      Array.from({ length: 5 }, () => ask(accounts.importPerson, { ...input, username: 'rear_admiral' })),
    )
    t.equal(many.filter((one) => one.created).length, 1)
    t.equal(new Set(many.map((one) => one.person.id)).size, 1)
    const wrong = (part: object) => ask(accounts.importPerson, { ...input, username: 'other', ...part })
    await t.rejects(wrong({ username: 'a.b@c' }), { code: 'INVALID', field: 'username' })
    await t.rejects(wrong({ passwordHash: 'md5$x$y' }), { code: 'INVALID', field: 'password_hash' })
    t.same(await ask(accounts.census, {}), { people: 2 })
    const long = await wrong({ displayName: 'n'.repeat(150) })
    t.equal(long.person.displayName.length, 64)
    t.equal((await wrong({ username: 'blank_one', displayName: '\u200b' })).person.displayName, 'blank_one')
  })

  t.test('no password, hash or token is ever logged or answered', async (t) => {
    const { app, ask, signUp, logged, store } = await open(t, { signUp: 'open' })
    const ada = await signUp('ada')
    const { password } = await ask(accounts.resetPassword, { username: 'ada' })
    const { invite } = await ask(accounts.createInvite, {})
    await ask(accounts.logIn, { username: 'ada', password })
    await t.rejects(ask(accounts.logIn, { username: 'ada', password: `${password}!` }))
    const payload = { username: 'ada', displayName: 'x', password, invite }
    await app.inject({ method: 'POST', url: '/v1/people', headers: credential, payload })
    await app.inject({
      method: 'POST',
      url: '/v1/people',
      headers: credential,
      payload: `{"password":"${password}`,
    })
    const hash = (await store.byId(ada.id))?.passwordHash ?? t.fail('no hash')
    const everything = logged.join('\n')
    t.match(everything, /refused/, 'something was logged')
    for (const secret of [password, invite, hash, credential.authorization])
      t.notOk(everything.includes(String(secret)), 'not in the log')
    const answers = [
      await ask(accounts.person, { username: 'ada' }),
      await ask(accounts.people, { ids: [ada.id] }),
    ]
    t.notMatch(JSON.stringify(answers), /argon2|password|admin/i)
  })
})
