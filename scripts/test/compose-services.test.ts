import { join } from 'node:path'
import t from 'tap'
import { freePort, needs, startMongo, waitFor } from '../../packages/testing/src/index.ts'
import { type ComposeService, readCompose, root } from './deploy/compose-file.ts'
import { composedNats, composedRedis } from './deploy/composed-servers.ts'
import { endedProcess } from './deploy/ended-process.ts'
import { documentedFigures, figuresOf } from './deploy/figures.ts'
import { madeSecrets } from './deploy/made-secrets.ts'
import { startedProgram } from './deploy/started-program.ts'

// Each service of docker-compose.yml, its command and environment as they are composed, as a process of this machine.
const compose = readCompose(madeSecrets(t.testdir()))
const names = ['accounts', 'messages', 'notifications', 'gateway']

t.test(
  'the composed services become ready, answer, and end in good order',
  { ...(await needs('own mongodb', 'own nats', 'own redis')), timeout: 120_000 },
  async (t) => {
    const folder = t.testdir()
    const mongodb = await startMongo()
    t.teardown(() => mongodb.stop())
    const addresses = new Map<string, string>()
    addresses.set('nats:4222', `127.0.0.1:${(await composedNats(t, compose)).port}`)
    addresses.set('redis:6379', `127.0.0.1:${(await composedRedis(t, compose)).port}`)
    for (const name of names) addresses.set(inside(name), `127.0.0.1:${await freePort()}`)

    /** The composed environment on this machine: addresses are others, and the stand-in for MongoDB has no users. */
    const environmentOf = (name: string) => {
      const here = Object.entries(composed(name).environment ?? {}).map(([variable, value]) => {
        if (variable === 'MONGODB_URL') return [variable, withDatabase(mongodb.url, String(value))]
        let text = String(value)
        for (const [there, address] of addresses) text = text.replace(there, address)
        return [variable, text]
      })
      const [HOST = '', PORT = ''] = addresses.get(inside(name))?.split(':') ?? []
      return { ...Object.fromEntries(here), HOST, PORT, PARLEY_DATA: join(folder, name) }
    }
    const ask = (name: string, path: string, init?: RequestInit) =>
      fetch(`http://${addresses.get(inside(name))}${path}`, { redirect: 'manual', ...init })

    const started = names.map((name) => ({
      name,
      process: startedProgram(t, commandOf(name), { env: environmentOf(name), cwd: root }),
    }))
    for (const { name, process } of started) {
      const ready = async () => {
        const response = await ask(name, '/health/ready')
        if (!response.ok) throw new Error(`${await response.text()}\n${process.said().slice(-2_000)}`)
        return true
      }
      t.ok(await waitFor(ready, { what: `${name} to be ready`, timeoutMs: 60_000 }), `${name} is ready`)
    }

    const metrics = new Map<string, string>()
    for (const { name } of started) {
      const [, program = '', ...args] = composed(name).healthcheck?.test ?? []
      t.equal(program, 'node')
      const check = [process.execPath, ...args]
      const env = environmentOf(name)
      t.match(await endedProcess(check, { env, cwd: root }), { code: 0 }, `${name} is seen to be well`)
      const gone = { ...env, PORT: String(await freePort()) }
      t.match(await endedProcess(check, { env: gone, cwd: root }), { code: 1 }, 'and to be gone')
      metrics.set(name, await (await ask(name, '/metrics')).text())
    }
    t.same(documentedFigures(), figuresOf(metrics), 'docs/operations.md has each figure, and no other')
    t.equal(
      (await ask('messages', '/v1/unread')).status,
      401,
      'without the credential a service answers nobody',
    )

    // Who says that people come by https is believed if it is the proxy: this process is not, until it is named so.
    t.equal((await ask('gateway', '/login')).status, 200)
    const secureCookies = async (address: string | undefined) => {
      const response = await fetch(`http://${address}/login`, { headers: { 'x-forwarded-proto': 'https' } })
      return response.headers.getSetCookie().map((cookie) => /;\s*secure/i.test(cookie))
    }
    t.same(await secureCookies(addresses.get(inside('gateway'))), [false, false])
    const port = await freePort()
    const believing = startedProgram(t, commandOf('gateway'), {
      env: { ...environmentOf('gateway'), PORT: port, PARLEY_TRUST_PROXY: '127.0.0.1' },
      cwd: root,
    })
    const believed = await waitFor(() => secureCookies(`127.0.0.1:${port}`), {
      what: 'the gateway that believes',
    })
    t.same(believed, [true, true])
    t.equal(await believing.stop(), 0)

    for (const { name, process } of started.reverse()) {
      t.equal(await process.stop(), 0, `${name} ends in good order`)
      t.notOk(
        process.said().includes(String(composed(name).environment?.PARLEY_SECRET)),
        'no secret in its log',
      )
    }
  },
)

for (const name of names) {
  t.test(`${name} does not start without the secret`, async (t) => {
    const { PARLEY_SECRET: _, ...env } = composed(name).environment ?? {}
    const texts = Object.fromEntries(
      Object.entries(env).map(([variable, value]) => [variable, String(value)]),
    )
    const { code, out } = await endedProcess(commandOf(name), {
      env: { ...texts, PATH: process.env.PATH, PARLEY_DATA: t.testdir() },
      cwd: root,
    })
    t.equal(code, 1)
    t.match(out, /^PARLEY_SECRET is not set/)
  })
}

function composed(name: string): ComposeService {
  const service = compose.services[name]
  if (!service) throw new Error(`docker-compose.yml has no ${name}`)
  return service
}

/** Where others in the set find a service. */
function inside(name: string): string {
  return `${name}:${composed(name).environment?.PORT}`
}

function commandOf(name: string): string[] {
  const [program, ...args] = composed(name).command ?? []
  if (program !== 'node') throw new Error(`${name} is not run by node`)
  return [process.execPath, ...args]
}

function withDatabase(url: string, composedUrl: string): string {
  const given = new URL(url)
  given.pathname = new URL(composedUrl).pathname
  return given.href
}
