import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BrowserlessPerson, needs } from '@parley/testing'
import t, { type Test } from 'tap'
import { ownServers, secret, wholeSystem } from '../bad-days/whole-system.ts'
import { wholeHistory } from '../load/truth.ts'
import { newDataFolder } from '../start/data-folder.ts'
import { type Ended, run, startParley } from '../start/program.ts'
import { dumpedMessages, passwords, writeDump } from './django-dump.ts'

t.setTimeout(180_000)

async function importDump(t: Test, file: string, env: Record<string, string>): Promise<Ended> {
  return await run(t, { entry: 'commands/import.ts', args: [file], env })
}

/** Everything of the dump is there, as it was, for those who were in it. */
async function assertImported(t: Test, url: string): Promise<void> {
  const logIn = async (username: string) => {
    const person = new BrowserlessPerson(url, username)
    const login = () => person.form('/login', { username, password: passwords[username] ?? '' })
    t.equal((await login()).status, 303, `${username} logs in with the old password`)
    t.equal((await login()).status, 303, 'and again, when it was hashed anew')
    const wrong = await new BrowserlessPerson(url, username).form('/login', {
      username,
      password: 'x'.repeat(12),
    })
    t.equal(wrong.status, 401)
    return person
  }
  const [ann, ben, cat] = [await logIn('ann'), await logIn('ben'), await logIn('cat')]
  const between = dumpedMessages.filter(({ sender }) => sender !== 'cat')
  const expected = between.map((message, index) => ({ ...message, id: index + 1 }))
  const fields = ({ id, sender, recipient, content, created_at, is_read }: (typeof expected)[0]) => ({
    id,
    sender,
    recipient,
    content,
    created_at,
    is_read,
  })
  const log = (await wholeHistory(ben, 'ann')) as typeof expected
  t.same(log.map(fields), expected.map(fields), 'history, times and is_read are as in the dump')
  const [old] = (await wholeHistory(cat, 'ann')) as typeof expected
  t.match(old, { id: 1, content: 'מה שלומך?', created_at: '2022-05-01T10:00:00.123Z', is_read: true })
  const unread = async (person: BrowserlessPerson) =>
    (await person.get('/messages/unread/')).json<{ count: number }>().count
  const unreadOf = (name: string) => between.filter((one) => one.recipient === name && !one.is_read).length
  t.same(
    [await unread(ann), await unread(ben), await unread(cat)],
    [unreadOf('ann'), unreadOf('ben'), 0],
    'and so is what is unread',
  )
  t.match((await ben.request('/people/ann/')).text, 'Ann Of Old')
  t.same((await cat.get('/messages/history/ben/?peek=1')).json<{ messages: unknown[] }>().messages, [])
}

async function assertGoesOn(t: Test, url: string): Promise<void> {
  const ann = new BrowserlessPerson(url, 'ann')
  await ann.form('/login', { username: 'ann', password: passwords['ann'] ?? '' })
  const sent = await ann.post('/messages/send/ben/', { message: 'from now on' })
  t.equal(sent.json<{ id: number }>().id, 231)
}

const all = /^Done: 3 people \(0 were there\), 231 messages \(0 were there\), 0 records left out\.$/m
const again = /^Done: 0 people \(3 were there\), 0 messages \(231 were there\), 0 records left out\.$/m

t.test('into an empty folder, and again while npm start runs', async (t) => {
  const env = { PARLEY_DATA: newDataFolder(t) }
  const file = writeDump(t)
  t.match(await importDump(t, file, env), { code: 0, stdout: all, stderr: '' })
  const { url } = await startParley(t, env)
  await assertImported(t, url)
  t.match(await importDump(t, file, env), { code: 0, stdout: again, stderr: '' })
  await assertImported(t, url)
  await assertGoesOn(t, url)
  t.match(await importDump(t, file, env), { code: 0, stdout: again }, 'also after new messages')
})

t.test('people named by natural keys, while npm start runs', async (t) => {
  const env = { PARLEY_DATA: newDataFolder(t) }
  const { url } = await startParley(t, env)
  t.match(await importDump(t, writeDump(t, { natural: true }), env), { code: 0, stdout: all })
  await assertImported(t, url)
})

t.test('bad records are named and left out, the others are there', async (t) => {
  const env = { PARLEY_DATA: newDataFolder(t) }
  const message = (pk: number, fields: object) => ({
    model: 'messaging.message',
    pk,
    fields: {
      sender: 1,
      recipient: 2,
      content: 'x',
      created_at: '2022-01-01T00:00:00Z',
      is_read: true,
      ...fields,
    },
  })
  const user = (pk: number, fields: object) => ({
    model: 'auth.user',
    pk,
    fields: { username: `person${pk}`, password: '!', ...fields },
  })
  const bad: [unknown, RegExp][] = [
    ['not a record', /is not a record of dumpdata/],
    [{ model: 'auth.user', pk: 90 }, /is not a record of dumpdata/],
    [user(91, { username: 'no spaces allowed' }), /auth\.user 91.*"no spaces allowed"/],
    [user(92, { password: 'md5$salt$hash' }), /auth\.user 92.*pbkdf2_sha256/],
    [user(93, { username: 5 }), /auth\.user 93\): username/],
    [message(9001, { sender: 77 }), /messaging\.message 9001\): sender is nobody/],
    [message(9002, { recipient: 77 }), /9002\): recipient is nobody/],
    [message(9003, { recipient: 1 }), /9003\): was sent to oneself/],
    [message(9004, { created_at: 'yesterday' }), /9004\): created_at is not a time/],
    [message(9005, { content: ' \n' }), /9005\): content is empty/],
    [message(9006, { content: 'x'.repeat(5_001) }), /9006\): content is longer/],
    [message(9007, { content: 'nul\0' }), /9007\): content .*not text/],
    [message(9008, { is_read: 'yes' }), /9008\): is_read/],
    [{ ...message(0, {}), pk: undefined }, /has no key of its own/],
  ]
  const file = writeDump(t, { extra: bad.map(([record]) => record) })
  const { code, stdout } = await importDump(t, file, env)
  t.equal(code, 0)
  for (const [, sentence] of bad) t.match(stdout, sentence)
  t.equal(stdout.match(/^Left out: /gm)?.length, bad.length)
  t.match(stdout, new RegExp(`^Done: 3 people .* 231 messages .* ${bad.length} records left out\\.$`, 'm'))
  t.notMatch(stdout, /line \d|markup/, 'no text of people is printed')
  const { url } = await startParley(t, env)
  await assertImported(t, url)
})

t.test('a file that is none is one sentence', async (t) => {
  const env = { PARLEY_DATA: newDataFolder(t) }
  const broken = join(newDataFolder(t), '..', 'broken.json')
  writeFileSync(broken, '[{"model": "auth.user", ')
  const list = join(newDataFolder(t), '..', 'list.json')
  writeFileSync(list, '{"model": "auth.user"}')
  for (const file of [broken, list, `${broken}.not`])
    t.match(await importDump(t, file, env), { code: 1, stderr: /^[^\n]*json[^\n]*\n$/ }, file)
  t.match(await run(t, { entry: 'commands/import.ts', env }), { code: 1, stderr: /^Say which file[^\n]*\n$/ })
})

t.test('on real parts', await needs('own mongodb', 'own nats', 'own redis'), async (t) => {
  const servers = await ownServers(t)
  const { gateways } = await wholeSystem(t, servers)
  const env = { NATS_URL: servers.nats.url, PARLEY_DATA: newDataFolder(t), PARLEY_SECRET: secret }
  const file = writeDump(t)
  t.match(await importDump(t, file, env), { code: 0, stdout: all, stderr: '' })
  await assertImported(t, gateways[0])
  t.match(await importDump(t, file, env), { code: 0, stdout: again })
  await assertImported(t, gateways[1])
  await assertGoesOn(t, gateways[1])
})
