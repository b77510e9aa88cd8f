import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort, needs, startNats, startRedis, waitFor } from '@parley/testing'
import t from 'tap'

const main = new URL('../src/main.ts', import.meta.url).pathname

function start(cwd: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { cwd, env: { PATH: process.env.PATH ?? '', ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)))
  const exit = once(child, 'exit').then(([code]: unknown[]) => code)
  return { child, exit, output: () => output }
}

t.test('without what it must have it says so in one sentence, and exits 1', async (t) => {
  const secret = 'x'.repeat(40)
  const wrong: Record<string, Record<string, string>> = {
    PARLEY_SECRET: {},
    PARLEY_ORIGIN: { PARLEY_SECRET: secret, PARLEY_ORIGIN: 'chat.example.org' },
    PARLEY_SEND_RATE: { PARLEY_SECRET: secret, PARLEY_SEND_RATE: 'fast' },
    PARLEY_TRUST_PROXY: { PARLEY_SECRET: secret, PARLEY_TRUST_PROXY: 'everybody' },
    PARLEY_DATA: { PARLEY_SECRET: secret, PARLEY_DATA: '/dev/null/folder' },
  }
  for (const [name, env] of Object.entries(wrong)) {
    const { exit, output } = start(t.testdir(), env)
    t.equal(await exit, 1)
    t.match(output(), name)
    t.equal(output().trim().split('\n').length, 1, output())
  }
})

t.test(
  'it starts with its parts away, says so, comes round, and ends on a signal',
  await needs('own nats', 'own redis'),
  async (t) => {
    const [nats, redis, port] = [await startNats(), await startRedis(), await freePort()]
    t.teardown(() => Promise.all([nats.stop(), redis.stop()]))
    await Promise.all([nats.kill(), redis.kill()])
    const gateway = start(t.testdir(), {
      PARLEY_SECRET: 'x'.repeat(40),
      PORT: String(port),
      NATS_URL: nats.url,
      REDIS_URL: redis.url,
      PARLEY_ACCOUNTS_URL: 'http://127.0.0.1:1',
    })
    t.teardown(() => gateway.child.kill('SIGKILL'))
    const url = `http://127.0.0.1:${port}`
    const ask = (path: string, headers = {}) => fetch(url + path, { headers, redirect: 'manual' })
    await waitFor(() => ask('/health/live'), { what: 'the gateway', timeoutMs: 20_000 })
    const away = await ask('/health/ready')
    t.equal(away.status, 503)
    t.match(await away.json(), { parts: { bus: /^away/, redis: /^away/ } })
    t.equal((await ask('/login')).status, 200)
    t.equal((await ask('/')).status, 503)

    await Promise.all([nats.restart(), redis.restart()])
    await waitFor(async () => (await ask('/health/ready')).ok, { what: 'all parts', timeoutMs: 20_000 })
    const page = await (await ask('/login')).text()
    const [, css = ''] = /rel="stylesheet" href="([^"]+)"/.exec(page) ?? []
    const style = await ask(css)
    t.equal(style.status, 200)
    t.match(style.headers.get('cache-control'), 'immutable')

    gateway.child.kill('SIGTERM')
    t.equal(await gateway.exit, 0)
  },
)
