import { accounts } from '@parley/contracts'
import { needs, startMongo, waitFor } from '@parley/testing'
import t from 'tap'
import { mongodbStore } from '../src/index.ts'
import { goodPassword as password, openHouse } from './house/open-house.ts'

const away = { code: 'UNAVAILABLE', message: /right now/ }

t.test(
  'without MongoDB it starts, says so, and recovers by itself',
  await needs('own mongodb'),
  async (t) => {
    const server = await startMongo()
    t.teardown(() => server.stop())
    await server.kill()
    const { ask, app, signUp, logged } = await openHouse(t, mongodbStore({ url: server.url }))
    t.equal((await app.inject('/health/live')).statusCode, 200)
    const ready = await app.inject('/health/ready')
    t.equal(ready.statusCode, 503)
    t.match(ready.json(), { parts: { bus: 'ok', mongodb: /^away/ } })
    const start = performance.now()
    await Promise.all([
      t.rejects(ask(accounts.census, {}), away),
      t.rejects(ask(accounts.logIn, { username: 'ada', password }), away),
      t.rejects(ask(accounts.checkSession, { user: 'a', epoch: 0, session: 'digest_of_a_session_1' }), away),
      t.rejects(signUp('ada'), away),
    ])
    t.ok(performance.now() - start < 15_000, 'and says so soon')

    await server.restart()
    const isReady = async () => (await app.inject('/health/ready')).statusCode === 200
    await waitFor(isReady, { what: 'it to be ready' })
    const ada = await signUp('ada')
    t.match(await ask(accounts.logIn, { username: 'ada', password }), { person: ada })

    await server.kill()
    await t.rejects(ask(accounts.person, { username: 'ada' }), away)
    await t.rejects(ask(accounts.resetPassword, { username: 'ada' }), away)
    await server.restart()
    await waitFor(isReady, { what: 'it to be ready again' })
    t.match(await ask(accounts.person, { username: 'ada' }), ada, 'what was acknowledged is there')
    t.notMatch(logged.join(''), new RegExp(password))
  },
)
