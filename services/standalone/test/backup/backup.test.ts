import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { BrowserlessPerson, needs, waitFor, want } from '@parley/testing'
import t, { type Test } from 'tap'
import { newDataFolder } from '../start/data-folder.ts'
import { run, startParley } from '../start/program.ts'

t.setTimeout(180_000)

const backup = (t: Test, file: string, env: Record<string, string>) =>
  run(t, { entry: 'commands/backup.ts', args: [file], env })
const restore = (t: Test, file: string, env: Record<string, string>) =>
  run(t, { entry: 'commands/restore.ts', args: [file], env })

/** What an archive says, without when it was made. */
function linesOf(file: string): unknown[] {
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
  return lines.slice(1).map((line): unknown => JSON.parse(line))
}

interface History {
  messages: { id: number; content: string; is_read: boolean; created_at: string; client_id: string }[]
}
const historyOf = async (one: BrowserlessPerson, other: BrowserlessPerson) =>
  (await one.get(`/messages/history/${other.username}/?peek=1`)).json<History>().messages
const unreadOf = async (person: BrowserlessPerson) => (await person.get('/messages/unread/')).json<object>()

/** The same person at another address, logged in there with the same password. */
async function again({ username, password }: BrowserlessPerson, url: string): Promise<BrowserlessPerson> {
  const person = new BrowserlessPerson(url, username)
  const answer = await person.form('/login', { username, password })
  if (answer.status !== 303) throw new Error(`${username} cannot log in: ${answer.status}`)
  return person
}

/** People who have talked, one who is disabled, one who is invited, one whose session has ended. */
async function fill(t: Test, url: string, PARLEY_DATA: string, count = 20) {
  const [ann, ben, cat, dan] = await Promise.all(
    ['ann', 'ben', 'cat', 'dan'].map((name) => BrowserlessPerson.signUp(url, name, `${name} Demo 🙂`)),
  )
  if (!ann || !ben || !cat || !dan) throw new Error('four people are needed')
  const say = async (from: BrowserlessPerson, to: BrowserlessPerson, message: string) => {
    const { status, text } = await from.post(`/messages/send/${to.username}/`, { message })
    if (status !== 200) throw new Error(`not sent: ${status} ${text}`)
  }
  for (let i = 1; i <= count; i++) await say(i % 3 === 0 ? ben : ann, i % 3 === 0 ? ann : ben, `message ${i}`)
  const change = async (what: 'edit' | 'delete', fields: object) => {
    const { status } = await ann.post(`/messages/${what}/${ben.username}/`, fields)
    if (status !== 200) throw new Error(`not changed: ${status}`)
  }
  await change('edit', { id: 1, message: 'a secret that was deleted' })
  await change('delete', { id: 1 })
  await change('edit', { id: 2, message: 'message 2, edited once' })
  await change('edit', { id: 2, message: 'message 2, edited twice' })
  await ben.get('/messages/history/ann/')
  for (const [what, id] of [
    ['save', 3],
    ['save', 2],
    ['pin', 3],
  ] as const)
    await ann.post(`/messages/${what}/ben/`, { id })
  for (const action of ['pin', 'mute']) await ann.post('/messages/arrange/ben/', { action })
  await say(ann, ben, 'not read')
  await say(cat, ann, 'مرحبا\nby cat')
  await say(dan, ann, 'before I was gone')
  await cat.post('/messages/block/dan/', {})
  await ann.post('/messages/report/dan/', { id: 1, reason: 'spam', words: 'look at this' })
  const admin = (...args: string[]) => run(t, { entry: 'commands/admin.ts', args, env: { PARLEY_DATA } })
  await admin('grant', 'ann')
  await admin('disable', 'dan')
  const [, invite = ''] = /invite=([\w-]+)/.exec((await admin('invite')).stdout) ?? []
  t.ok(invite)
  const left = await BrowserlessPerson.signUp(url, 'left', 'Left Demo')
  await say(left, ann, 'before I deleted my account')
  await left.post('/settings/delete/', { current_password: left.password })
  const gone = await again(cat, url)
  const { cookie } = gone
  await gone.form('/logout', {})
  return { ann, ben, cat, dan, invite, ended: cookie, say }
}

t.test('a backup of what runs has what was said before, and comes back as it was', async (t) => {
  const [PARLEY_DATA, other] = [newDataFolder(t), newDataFolder(t)]
  const file = join(PARLEY_DATA, '..', 'parley.backup')
  const first = await startParley(t, { PARLEY_DATA })
  const { ann, ben, cat, dan, invite, ended, say } = await fill(t, first.url, PARLEY_DATA)

  // Somebody goes on talking: of that, a beginning is in it.
  let stop = false
  let said = 0
  const talking = (async () => {
    while (!stop) await say(cat, ben, `while it is copied ${++said}`)
  })()
  await waitFor(() => said > 5, { what: 'somebody to talk' })
  const before = said - 1
  const made = await backup(t, file, { PARLEY_DATA })
  stop = true
  await talking
  t.match(made, { code: 0, stdout: /5 people, 5 conversations, \d+ entries/ }, made.stderr)
  t.equal(statSync(file).mode & 0o777, 0o600, 'nobody else may read it')
  t.notMatch(
    gunzipSync(readFileSync(file)).toString(),
    readFileSync(join(PARLEY_DATA, 'secret'), 'utf8').trim(),
  )

  t.match(gunzipSync(readFileSync(file)).toString(), 'edited once', 'earlier versions are kept')
  t.notMatch(gunzipSync(readFileSync(file)).toString(), 'a secret', 'what is deleted is not')

  const restored = await restore(t, file, { PARLEY_DATA: other })
  t.match(restored, { code: 0, stdout: /is restored/ }, restored.stderr)
  const second = await startParley(t, { PARLEY_DATA: other })
  const [ann2, ben2, cat2] = await Promise.all([ann, ben, cat].map((one) => again(one, second.url)))
  if (!ann2 || !ben2 || !cat2) throw new Error('three people are needed')
  const { sessions } = (await ann2.get('/settings/sessions/')).json<{ sessions: object[] }>()
  t.match([sessions.length, ...sessions], [1, { current: true }], 'nobody is logged in from before')
  t.strictSame(await historyOf(ann2, ben2), await historyOf(ann, ben))
  t.strictSame(await historyOf(ann2, cat2), await historyOf(ann, cat))
  t.strictSame(await unreadOf(ann2), await unreadOf(ann))
  t.notMatch(gunzipSync(readFileSync(file)).toString(), /Left Demo|"left"/, 'nothing of who has left')
  await t.rejects(BrowserlessPerson.signUp(second.url, 'left'), /sign-up/, 'nor for others their username')
  const inbox = (await ann2.request('/messages/', { headers: { accept: 'text/html' } })).text
  const [, deleted = ''] = /\/messages\/chat\/(deleted_\w+)\//.exec(inbox) ?? []
  const late = await ann2.post(`/messages/send/${deleted}/`, { message: 'hello?' })
  t.equal(late.status, 403)
  const blockedOf = async (person: BrowserlessPerson) =>
    (await person.get('/settings/blocked/')).json<{ blocked: object[] }>()
  t.match(await blockedOf(cat2), { blocked: [{ username: 'dan' }] })
  t.strictSame(await blockedOf(cat2), await blockedOf(cat))
  const reports = await ann2.request('/admin/reports/', { headers: { accept: 'text/html' } })
  t.match(reports.text, 'before I was gone')
  const rowOf = async (person: BrowserlessPerson) =>
    /id="c-ben"[^>]*/.exec((await person.get('/messages/')).text)?.[0]
  t.match(await rowOf(ann2), /data-pinned data-muted/, 'arranged as it was')
  const savedOf = async (person: BrowserlessPerson) => (await person.get('/messages/saved/')).json<object>()
  t.match(await savedOf(ann2), { messages: [{ id: 2, content: 'message 2, edited twice' }, { id: 3 }] })
  t.strictSame(await savedOf(ann2), await savedOf(ann))
  t.strictSame(await savedOf(ben2), { messages: [], before: null })
  const pinnedOf = async (person: BrowserlessPerson) =>
    (await person.get('/messages/pinned/ben/')).json<object>()
  t.match(await pinnedOf(ann2), { messages: [{ id: 3 }] })
  const copied = await historyOf(cat2, ben2)
  const last = copied.at(-1)?.id ?? 0
  t.ok(last >= before, 'what was acknowledged before it began')
  for (const { id, content } of copied) if (content !== `while it is copied ${id}`) t.fail(content)
  t.match(await unreadOf(ben2), { count: 1 + last }, 'a beginning without a hole')
  const people = (text: string) => [...text.matchAll(/href="\/people\/(\w+)\//g)].map(([, name]) => name)
  t.strictSame(
    people((await ann2.get('/people/')).text),
    people((await ann.get('/people/')).text),
    'the directory, without who is disabled',
  )
  const refused = new BrowserlessPerson(second.url, dan.username)
  t.not((await refused.form('/login', { username: 'dan', password: dan.password })).status, 303)
  t.match((await historyOf(ann2, dan)).at(-1), { content: 'before I was gone' })
  const stale = await fetch(`${second.url}/messages/unread/`, { headers: { cookie: ended } })
  t.equal(stale.status, 401)
  await say(ben2, ann2, 'and on it goes')
  t.equal((await historyOf(ann2, ben2)).at(-1)?.id, 22)
  const guest = new BrowserlessPerson(second.url, 'eve')
  const signUp = { username: 'eve', display_name: 'Eve', password: guest.password, invite }
  t.equal((await guest.form('/signup', signUp)).status, 303)
  t.equal(
    (await guest.get('/messages/history/ann/')).json<History>().messages.length,
    0,
    'an outsider finds nothing',
  )

  const twice = await restore(t, file, { PARLEY_DATA: other })
  t.match(twice, { code: 1, stderr: /^There are people or messages in this installation already[^\n]*\n$/ })
})

t.test('from SQLite to MongoDB and back, it is the same', await needs('mongodb'), async (t) => {
  const [PARLEY_DATA, empty, back] = [newDataFolder(t), newDataFolder(t), newDataFolder(t)]
  const files = ['one', 'two', 'three'].map((name) => join(PARLEY_DATA, '..', name))
  const [one = '', two = '', three = ''] = files
  const parley = await startParley(t, { PARLEY_DATA })
  await fill(t, parley.url, PARLEY_DATA, 230)
  parley.child.kill('SIGTERM')
  await parley.ended
  const { url: MONGODB_URL } = await want.mongodb(t)
  const steps = [
    await backup(t, one, { PARLEY_DATA }),
    await restore(t, one, { PARLEY_DATA: empty, MONGODB_URL }),
    await backup(t, two, { PARLEY_DATA: empty, MONGODB_URL }),
    await restore(t, two, { PARLEY_DATA: back }),
    await backup(t, three, { PARLEY_DATA: back }),
  ]
  for (const { code, stderr } of steps) t.equal(code, 0, stderr)
  t.ok(linesOf(one).length > 5)
  t.strictSame(linesOf(two), linesOf(one))
  t.strictSame(linesOf(three), linesOf(one))
  const full = await restore(t, one, { PARLEY_DATA: empty, MONGODB_URL })
  t.match(full, { code: 1, stderr: /^There are people or messages/ })
})

t.test('what is no whole backup is refused, and nothing of it written', async (t) => {
  const [PARLEY_DATA, empty] = [newDataFolder(t), newDataFolder(t)]
  const place = (name: string) => join(PARLEY_DATA, '..', name)
  const parley = await startParley(t, { PARLEY_DATA })
  await fill(t, parley.url, PARLEY_DATA)
  const whole = place('whole')
  await backup(t, whole, { PARLEY_DATA })
  const bytes = readFileSync(whole)
  const lines = gunzipSync(bytes).toString().trim().split('\n')
  const zipped = (some: string[]) => gzipSync(`${some.join('\n')}\n`)
  const cases: [name: string, content: Buffer, words: RegExp][] = [
    ['cut', bytes.subarray(0, bytes.length / 2), /damaged, or cut off/],
    ['without its end', zipped(lines.slice(0, -1)), /damaged, or cut off/],
    ['without a line', zipped(lines.toSpliced(2, 1)), /damaged, or cut off/],
    ['with another line', zipped(lines.toSpliced(2, 0, '{"log":{"$where":1}}')), /damaged, or cut off/],
    [
      'of a newer version',
      zipped(['{"parley":"backup","version":9,"at":0}', ...lines.slice(1)]),
      /newer version/,
    ],
    ['text', Buffer.from('Dear diary'), /damaged, or cut off/],
    ['something else', zipped(['{"a":1}']), /is no backup of Parley/],
  ]
  for (const [name, content, words] of cases) {
    writeFileSync(place(name), content)
    const outcome = await restore(t, place(name), { PARLEY_DATA: empty })
    t.match(outcome, { code: 1, stderr: words }, name)
    t.equal(outcome.stderr.trim().split('\n').length, 1, 'one sentence')
  }
  t.match(await restore(t, place('nowhere'), { PARLEY_DATA: empty }), { code: 1, stderr: /There is no file/ })
  const good = await restore(t, whole, { PARLEY_DATA: empty })
  t.equal(good.code, 0, `nothing stands in its way: ${good.stderr}`)
  t.match(await backup(t, join(PARLEY_DATA, 'no', 'where'), { PARLEY_DATA }), {
    code: 1,
    stderr: /cannot be written/,
  })
})

t.test('an invitation, or a session that has ended, is something too', async (t) => {
  const [PARLEY_DATA, other] = [newDataFolder(t), newDataFolder(t)]
  const file = join(PARLEY_DATA, '..', 'empty')
  t.match(await backup(t, file, { PARLEY_DATA }), { code: 0, stdout: /0 people, 0 conversations/ })
  const invited = await run(t, { entry: 'commands/admin.ts', args: ['invite'], env: { PARLEY_DATA: other } })
  t.equal(invited.code, 0)
  t.match(await restore(t, file, { PARLEY_DATA: other }), { code: 1, stderr: /already/ })
})

t.test('another program at the port of one that was killed is told nothing', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const parley = await startParley(t, { PARLEY_DATA })
  const kept = join(PARLEY_DATA, '..', 'running.json')
  copyFileSync(join(PARLEY_DATA, 'running.json'), kept)
  parley.child.kill('SIGKILL')
  await parley.ended
  const heard: (string | undefined)[] = []
  const server = createServer((request, response) => {
    heard.push(request.headers.authorization)
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const running = readFileSync(kept, 'utf8').replaceAll(/(http:\/\/127\.0\.0\.1:)\d+/g, `$1${port}`)
  writeFileSync(join(PARLEY_DATA, 'running.json'), running)
  const file = join(PARLEY_DATA, '..', 'parley.backup')
  t.match(await backup(t, file, { PARLEY_DATA }), { code: 0 })
  t.strictSame(heard, [])
  t.ok(existsSync(file))
})
