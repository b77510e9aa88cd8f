import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { newDataFolder } from './data-folder.ts'
import { run, startParley } from './program.ts'

t.setTimeout(120_000)

/** What every refusal is: one sentence on its own line, nothing of the inside, exit 1. */
async function refused(t: Test, env: Record<string, string>, sentence: RegExp, args: string[] = []) {
  const { code, stdout, stderr } = await run(t, { entry: 'main.ts', env: { PORT: '0', ...env }, args })
  t.equal(code, 1)
  t.match(stderr, sentence)
  t.match(stderr, /^[A-Z/][^\n]+\n$/, 'one line')
  t.notMatch(stderr, /\n\s+at |node:|Error:/, 'no stack')
  t.equal(stdout, '')
}

t.test('production takes no secret that was made for it', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const production = { PARLEY_DATA, NODE_ENV: 'production' }
  await refused(t, production, /PARLEY_SECRET is not set/)
  await refused(t, { ...production, PARLEY_SECRET: 'short' }, /PARLEY_SECRET .*32/)
  t.same(readdirSync(dirname(PARLEY_DATA)), [], 'and nothing was made')
})

t.test('a variable that is wrong is named', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const wrong = {
    PORT: 'http',
    PARLEY_ORIGIN: 'chat.example.org',
    PARLEY_SIGNUP: 'maybe',
    PARLEY_SEND_RATE: '-1',
    MONGODB_URL: 'localhost:27017',
    LOG_LEVEL: 'loud',
  }
  await Promise.all(
    Object.entries(wrong).map(([name, value]) =>
      refused(t, { PARLEY_DATA, [name]: value }, new RegExp(`^${name} `)),
    ),
  )
  await refused(t, { PARLEY_DATA }, /^There is no --dmeo/, ['--dmeo'])
})

t.test('a port in use', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  await refused(t, { PARLEY_DATA: newDataFolder(t), PORT: port }, new RegExp(`Port ${port} .*in use`))
  await refused(t, { PARLEY_DATA: newDataFolder(t), HOST: '192.0.2.1' }, /address 192\.0\.2\.1: set HOST/)
})

t.test('a data folder that cannot be written', async (t) => {
  const file = newDataFolder(t)
  writeFileSync(file, '')
  await refused(t, { PARLEY_DATA: file }, /cannot be (made|written).*PARLEY_DATA/)
  await refused(t, { PARLEY_DATA: join(file, 'below') }, /cannot be (made|written).*PARLEY_DATA/)
  await refused(t, { PARLEY_DATA: '/proc/parley' }, /cannot be (made|written).*PARLEY_DATA/)
})

t.test('a data folder of a newer version, or with no version that can be read', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  mkdirSync(PARLEY_DATA)
  writeFileSync(join(PARLEY_DATA, 'version'), '2\n')
  await refused(t, { PARLEY_DATA }, /newer version/)
  writeFileSync(join(PARLEY_DATA, 'version'), 'something\n')
  await refused(t, { PARLEY_DATA }, /version/)
})

t.test('a data folder in use by another Parley, which goes on', async (t) => {
  const PARLEY_DATA = newDataFolder(t)
  const { url } = await startParley(t, { PARLEY_DATA })
  await refused(t, { PARLEY_DATA }, /in use by another Parley/)
  t.equal((await fetch(`${url}/health/ready`)).status, 200)
})
