import { BrowserlessPerson, needs } from '@parley/testing'
import t from 'tap'
import { ownServers, secret, wholeSystem } from '../bad-days/whole-system.ts'
import { newDataFolder } from '../start/data-folder.ts'
import { startParley } from '../start/program.ts'
import { admin, administrationSuite } from './admin-suite.ts'

t.setTimeout(180_000)

t.test('while npm start runs, and while nothing does', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const env = { PARLEY_DATA }
  const parley = await startParley(t, env)
  await administrationSuite(t, { url: parley.url, env })
  parley.child.kill('SIGKILL')
  await parley.ended

  t.match(await admin(t, { env }, 'grant', 'eve'), { code: 0, stdout: 'eve is an administrator.\n' })
  t.match(await admin(t, { env }, 'disable', 'eve'), { code: 0, stdout: /^eve is disabled/ })
  const { stdout } = await admin(t, { env }, 'reset-password', 'ann')
  const [, password = ''] = /^The new password of ann is (\S+)\n/.exec(stdout) ?? []
  t.match(await admin(t, { env }, 'invite'), { code: 0, stdout: /\/signup\?invite=/ })
  t.match(await admin(t, { env }, 'grant', 'nobody'), { code: 1, stderr: /^There is nobody [^\n]+\n$/ })

  const { url } = await startParley(t, env)
  const ann = new BrowserlessPerson(url, 'ann')
  t.equal((await ann.form('/login', { username: 'ann', password })).status, 303, 'it was done')
  const eve = new BrowserlessPerson(url, 'eve')
  t.equal((await eve.form('/login', { username: 'eve', password: eve.password })).status, 401)
  t.match(await admin(t, { env }, 'enable', 'eve'), { code: 0 }, 'also with what a killed one has left')
  t.equal((await eve.form('/login', { username: 'eve', password: eve.password })).status, 303)
})

t.test('an invite lets one person in', async (t) => {
  const env = { PARLEY_DATA: newDataFolder(t), PARLEY_SIGNUP: 'invite' }
  const { url } = await startParley(t, env)
  await t.rejects(BrowserlessPerson.signUp(url, 'ann'))
  const { stdout } = await admin(t, { env }, 'invite')
  const [, invite = ''] = /\?invite=(\S+)/.exec(stdout) ?? []
  const signUp = async (username: string) => {
    const person = new BrowserlessPerson(url, username)
    const fields = { username, display_name: username, password: person.password, invite }
    return (await person.form('/signup', fields)).status
  }
  t.equal(await signUp('ben'), 303)
  t.not(await signUp('cat'), 303, 'and nobody else')
})

t.test('on NATS', await needs('own mongodb', 'own nats', 'own redis'), async (t) => {
  const servers = await ownServers(t)
  const { gateways } = await wholeSystem(t, servers)
  const env = { NATS_URL: servers.nats.url, PARLEY_DATA: newDataFolder(t), PARLEY_SECRET: secret }
  await administrationSuite(t, { url: gateways[0], env })
})
