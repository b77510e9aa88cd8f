import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserlessPerson } from '@parley/testing'
import t from 'tap'
import { newDataFolder } from './data-folder.ts'
import { run, startParley } from './program.ts'

t.setTimeout(120_000)

t.test('a first start in an empty place, and a second with what the first has kept', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const first = await startParley(t, { PARLEY_DATA })
  const ann = await BrowserlessPerson.signUp(first.url, 'ann')
  const ben = await BrowserlessPerson.signUp(first.url, 'ben')
  t.equal((await ann.post('/messages/send/ben/', { message: 'hello' })).status, 200)
  t.equal(statSync(PARLEY_DATA).mode & 0o077, 0, 'nobody else may look into the folder')
  t.equal(statSync(join(PARLEY_DATA, 'secret')).mode & 0o077, 0)
  const secret = readFileSync(join(PARLEY_DATA, 'secret'), 'utf8')
  t.ok(secret.trim().length >= 32)
  first.child.kill('SIGTERM')
  t.match(await first.ended, { code: 0 })

  const startedAt = performance.now()
  const second = await startParley(t, { PARLEY_DATA, PORT: String(first.port) })
  t.comment(`the second start took ${Math.round(performance.now() - startedAt)} ms`)
  t.equal(readFileSync(join(PARLEY_DATA, 'secret'), 'utf8'), secret)
  const unread = await ben.get('/messages/unread/')
  t.match([unread.status, unread.json<{ count: number }>().count], [200, 1], 'still logged in, and unread')
  t.equal((await fetch(`${second.url}/health/ready`)).status, 200)
})

t.test('demo data: people whose passwords are printed, in an empty folder only', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const demo = await startParley(t, { PARLEY_DATA }, ['--demo'])
  const logins = demo
    .stderr()
    .split('\n')
    .flatMap((line) => {
      const [, username = '', password = ''] = /^ {2}(demo_\w+) +(\S+) {3}/.exec(line) ?? []
      return username ? [{ username, password }] : []
    })
  t.ok(logins.length >= 5)
  t.equal(new Set(logins.map(({ password }) => password)).size, logins.length, 'each has one of their own')
  for (const { username, password } of logins) {
    const person = new BrowserlessPerson(demo.url, username)
    t.equal((await person.form('/login', { username, password })).status, 303, username)
    t.match((await person.request('/messages/')).text, '/messages/chat/demo_', `conversations of ${username}`)
  }
  demo.child.kill('SIGTERM')
  await demo.ended

  const again = await run(t, { entry: 'main.ts', args: ['--demo'], env: { PARLEY_DATA, PORT: '0' } })
  t.match(again, { code: 1, stderr: /^There are people in this data folder[^\n]*\n$/ })
  const other = newDataFolder(t)
  const env = { PARLEY_DATA: other, NODE_ENV: 'production', PARLEY_SECRET: 'x'.repeat(40), PORT: '0' }
  const production = await run(t, { entry: 'main.ts', args: ['--demo'], env })
  t.match(production, { code: 1, stderr: /^Demo data do not go into production[^\n]*\n$/ })
  const { url } = await startParley(t, { PARLEY_DATA })
  const [{ username, password } = { username: '', password: '' }] = logins
  const person = new BrowserlessPerson(url, username)
  t.equal((await person.form('/login', { username, password })).status, 303, 'the first passwords stay')
})
