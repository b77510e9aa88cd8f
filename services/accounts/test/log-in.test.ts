import { accounts, ParleyError, type PublicError } from '@parley/contracts'
import { waitFor } from '@parley/testing'
import t from 'tap'
import { hashArgon2id } from '../src/password/argon2id.ts'
import { countedWork } from './house/counted-work.ts'
import { djangoHash as django } from './house/django-hash.ts'
import { cheap, goodPassword as password, onBothStores } from './house/open-house.ts'

const taken = { displayName: '', isAdmin: false, disabled: false }

await onBothStores(t, (t, open) => {
  t.test('unknown, wrong and disabled: the same answer for the same work', async (t) => {
    const { work, spent } = countedWork()
    const { ask, signUp } = await open(t, { passwords: { cost: cheap, work } })
    await signUp('ada')
    await signUp('gone')
    await ask(accounts.setDisabled, { username: 'gone', disabled: true })
    await ask(accounts.importPerson, { ...taken, username: 'old', passwordHash: django(password, 1_000) })
    await ask(accounts.importPerson, { ...taken, username: 'older', passwordHash: django(password, 400) })
    await ask(accounts.importPerson, { ...taken, username: 'none', passwordHash: '' })
    const tries: [string, string][] = [
      ['ada', 'not the password'],
      ['gone', password],
      ['gone', 'not the password'],
      ['nobody', password],
      ['none', password],
      ['none', ''],
      ['old', 'not the password'],
      ['older', 'not the password'],
      ['not a username at all', ''],
    ]
    const answers: unknown[] = []
    for (const [username, given] of tries) {
      spent.argon2 = spent.iterations = 0
      answers.push(await refusal(ask(accounts.logIn, { username, password: given })))
      t.same(spent, { argon2: 1, iterations: 1_000 }, username)
    }
    t.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1)
    t.match(answers[0], { code: 'UNAUTHENTICATED' })
  })

  t.test('a password taken over from Django gets in and is then one of our own', async (t) => {
    const { ask, store } = await open(t)
    const passwordHash = django('pässword of öld', 500)
    const { person } = await ask(accounts.importPerson, { ...taken, username: 'Old', passwordHash })
    t.equal(await store.legacyIterations(), 500)
    for (let times = 0; times < 2; times++) {
      await t.rejects(ask(accounts.logIn, { username: 'old', password: 'password of old' }), {
        code: 'UNAUTHENTICATED',
      })
      t.match(await ask(accounts.logIn, { username: 'old', password: 'pässword of öld' }), { person })
      t.match(await store.byId(person.id), { passwordHash: /^\$argon2id\$v=19\$m=16,t=1,p=1\$/ })
      t.equal(await store.legacyIterations(), 0)
    }
  })

  t.test('a hash of another cost is renewed at login', async (t) => {
    const { ask, store } = await open(t)
    const { person } = await ask(accounts.signUp, { username: 'ada', displayName: '', password })
    const weak = await hashArgon2id(password, { memoryKiB: 8, passes: 1, parallelism: 1 })
    await store.change(person.id, { passwordHash: weak, endSessions: false })
    await t.rejects(ask(accounts.logIn, { username: 'ada', password: 'wrong' }), { code: 'UNAUTHENTICATED' })
    t.match(await store.byId(person.id), { passwordHash: weak })
    await ask(accounts.logIn, { username: 'ada', password })
    t.match(await store.byId(person.id), { passwordHash: /\$m=16,t=1,p=1\$/ })
  })

  t.test(
    'in a flood few are hashed at once, and who would wait too long is told when to come back',
    async (t) => {
      const gate = Promise.withResolvers<void>()
      const { work } = countedWork()
      let atOnce = 0
      let most = 0
      const slow = async (...args: Parameters<typeof hashArgon2id>) => {
        most = Math.max(most, ++atOnce)
        await gate.promise
        atOnce -= 1
        return await hashArgon2id(...args)
      }
      const { ask, app } = await open(t, {
        passwords: { cost: cheap, concurrency: 2, maxWaiting: 3, work: { ...work, hashArgon2id: slow } },
      })
      const tries = Array.from({ length: 8 }, () => ask(accounts.logIn, { username: 'nobody', password }))
      const refused = tries.map(refusal)
      let sentAway = 0
      const seen = refused.map((one) => one.then(() => (sentAway += 1)))
      await waitFor(() => sentAway === 3, { what: 'all for whom there is no room' })
      // Whatever else is asked meanwhile is answered.
      t.same(await ask(accounts.census, {}), { people: 0 })
      t.match((await app.inject('/metrics')).body, /parley_password_hashing\{state="waiting"[^}]*\} 3/)
      gate.resolve()
      await Promise.all(seen)
      const codes = (await Promise.all(refused)).map((error) => error.code).toSorted()
      t.same(codes, [...Array(3).fill('RATE_LIMITED'), ...Array(5).fill('UNAUTHENTICATED')])
      t.match(
        (await Promise.all(refused)).find(({ code }) => code === 'RATE_LIMITED'),
        { retryAfterMs: 1_000 },
      )
      t.equal(most, 2)
    },
  )
})

async function refusal(request: Promise<unknown>): Promise<PublicError> {
  try {
    await request
  } catch (error) {
    if (error instanceof ParleyError) return error.toPublic()
    throw error
  }
  throw new Error('this should have been refused')
}
