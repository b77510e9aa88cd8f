import { accounts } from '@parley/contracts'
import t from 'tap'
import { goodPassword as password, onBothStores } from './house/open-house.ts'

const day = 24 * 60 * 60 * 1_000

await onBothStores(t, (t, open) => {
  t.test('a new person may log in, and is like nobody before', async (t) => {
    const { ask } = await open(t)
    t.same(await ask(accounts.census, {}), { people: 0 })
    const identity = await ask(accounts.signUp, { username: ' Ada_1 ', displayName: ' Ada  ', password })
    t.match(identity, {
      person: { id: /^[a-z0-9]{20}$/, username: 'ada_1', displayName: 'Ada' },
      isAdmin: false,
      epoch: 0,
    })
    t.same(await ask(accounts.logIn, { username: 'ADA_1', password }), identity)
    const bob = await ask(accounts.signUp, { username: 'bob', displayName: ' ', password })
    t.equal(bob.person.displayName, 'bob', 'no display name: the username')
    t.not(bob.person.id, identity.person.id)
    t.same(await ask(accounts.census, {}), { people: 2 })
  })

  t.test('what is wrong is named as the form names it', async (t) => {
    const { ask } = await open(t)
    const good = { username: 'grace', displayName: 'Grace', password }
    const wrong: [string, Partial<typeof good>][] = [
      ['username', { username: 'gr' }],
      ['username', { username: 'g'.repeat(31) }],
      ['username', { username: 'grace hopper' }],
      ['username', { username: 'gräce' }],
      ['username', { username: 'Everyone' }],
      ['display_name', { displayName: '\u200b\u200b' }],
      ['display_name', { displayName: 'Gra\u202ece' }],
      ['display_name', { displayName: 'Gra\u2067ce' }],
      ['display_name', { displayName: 'Gra\nce' }],
      ['display_name', { displayName: 'x'.repeat(65) }],
      ['password', { password: 'too short' }],
      ['password', { password: '🦊🦊🦊🦊🦊🦊🦊🦊🦊' }],
      ['password', { password: 'Password123' }],
      ['password', { password: '1234567890' }],
      ['password', { password: 'aaaaaaaaaaaa' }],
      ['password', { password: 'the Grace of it' }],
    ]
    for (const [field, part] of wrong)
      await t.rejects(
        ask(accounts.signUp, { ...good, ...part }),
        { code: 'INVALID', field },
        JSON.stringify(part),
      )
    await t.rejects(ask(accounts.signUp, { ...good, password: 'x'.repeat(1_001) }), { code: 'INVALID' })
    t.same(await ask(accounts.census, {}), { people: 0 })
    t.ok(await ask(accounts.signUp, { ...good, displayName: '🦊'.repeat(64), password: 'ä 🦊 ö ü ß é' }))
  })

  t.test('a username is taken whatever the case; of a race exactly one wins', async (t) => {
    const { ask, now } = await open(t)
    const names = ['racer', 'RACER', 'Racer', 'raceR']
    const outcomes = await Promise.allSettled(
      names.map((username, n) =>
        ask(accounts.signUp, { username, displayName: '', password: `${password} ${n}` }),
      ),
    )
    t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') t.match(outcome.reason, { code: 'CONFLICT', field: 'username' })
    t.same(await ask(accounts.census, {}), { people: 1 })
    now.ms += 1
    const again = { username: 'racer', displayName: 'Another', password: `${password} 0` }
    await t.rejects(ask(accounts.signUp, again), { code: 'CONFLICT' })
  })

  t.test('a sign-up whose answer was lost may be repeated for a while, by its own person only', async (t) => {
    const { ask, now } = await open(t)
    const input = { username: 'ada', displayName: 'Ada', password }
    const first = await ask(accounts.signUp, input)
    t.same(await ask(accounts.signUp, input), first)
    await t.rejects(ask(accounts.signUp, { ...input, password: `${password}!` }), { code: 'CONFLICT' })
    await ask(accounts.setDisabled, { username: 'ada', disabled: true })
    await t.rejects(ask(accounts.signUp, input), { code: 'CONFLICT' }, 'not a way round being disabled')
    await ask(accounts.setDisabled, { username: 'ada', disabled: false })
    now.ms += 121_000
    await t.rejects(ask(accounts.signUp, input), { code: 'CONFLICT' })
  })

  t.test('an invite lets one person in, until it expires', async (t) => {
    const { ask, now, store } = await open(t, { signUp: 'invite' })
    const join = (username: string, invite?: string) =>
      ask(accounts.signUp, {
        username,
        displayName: '',
        password,
        ...(invite === undefined ? {} : { invite }),
      })
    const refused = { code: 'FORBIDDEN', field: 'invite' }
    await t.rejects(join('ada'), refused)
    await t.rejects(join('ada', 'guessed'), refused)
    const { invite, expiresAt } = await ask(accounts.createInvite, {})
    t.equal(expiresAt, now.ms + 7 * day)
    t.equal(await store.inviteExpiresAt(invite), undefined, 'only its digest is kept')
    const race = await Promise.allSettled([
      join('ada', invite),
      join('bob', invite),
      join('cleo', ` ${invite} `),
    ])
    t.equal(race.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const outcome of race) if (outcome.status === 'rejected') t.match(outcome.reason, refused)
    await t.rejects(join('dora', invite), refused)

    const late = await ask(accounts.createInvite, { days: 1 })
    const failing = ask(accounts.signUp, {
      username: 'dora',
      displayName: '',
      password: 'short',
      invite: late.invite,
    })
    await t.rejects(failing, { code: 'INVALID' }, 'what fails does not use it up')
    now.ms += day
    await t.rejects(join('dora', late.invite), refused)
    t.same(await ask(accounts.census, {}), { people: 1 })
  })

  t.test('closed is closed, with an invite too', async (t) => {
    const { ask } = await open(t, { signUp: 'closed' })
    const { invite } = await ask(accounts.createInvite, {})
    const input = { username: 'ada', displayName: '', password, invite }
    await t.rejects(ask(accounts.signUp, input), { code: 'FORBIDDEN' })
    t.same(await ask(accounts.census, {}), { people: 0 })
  })
})
