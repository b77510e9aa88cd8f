import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import t, { type Test } from 'tap'
import { natsBus } from '../../packages/bus/src/index.ts'
import { needs, waitFor } from '../../packages/testing/src/index.ts'
import { askRedis } from './deploy/ask-redis.ts'
import { readCompose, root } from './deploy/compose-file.ts'
import { composedNats, composedRedis } from './deploy/composed-servers.ts'
import { endedProcess } from './deploy/ended-process.ts'
import { madeSecrets } from './deploy/made-secrets.ts'

// The servers of docker-compose.yml with their composed configuration, as programs of this machine.
const secrets = madeSecrets(t.testdir())

t.test(
  'NATS takes Parley with its password, nobody else, and keeps events',
  await needs('own nats'),
  async (t) => {
    // What NATS' own configuration would read as a number, had it no quotes: one in 64 secrets begins like this.
    for (const password of [secrets.NATS_PASSWORD ?? '', '-1e5', '12345678']) {
      const compose = readCompose({ ...secrets, NATS_PASSWORD: password })
      const { port, said } = await composedNats(t, compose)
      const composed = String(compose.services.messages?.environment?.NATS_URL)
      t.equal(composed, `nats://parley:${password}@nats:4222`)

      const onError = () => undefined
      const stranger = await natsBus({
        url: `nats://parley:wrong@127.0.0.1:${port}`,
        name: 'stranger',
        onError,
      })
      const bus = await natsBus({
        url: composed.replace('nats:4222', `127.0.0.1:${port}`),
        name: 'composed',
        onError,
      })
      try {
        await bus.publishDurable('messages.v1.entries.created', { kept: true }, 'one')
        t.ok(bus.connected)
        t.notOk(stranger.connected)
        const isRefused = () => said().includes('authentication error')
        t.ok(await waitFor(isRefused, { what: 'the stranger to be refused' }))
        t.notOk(said().includes(password), 'the password is not in the log')
      } finally {
        await Promise.all([bus.close(), stranger.close()])
      }
    }
  },
)

t.test(
  'Redis takes nobody without the password and writes down what it is given',
  await needs('own redis'),
  async (t) => {
    const password = secrets.REDIS_PASSWORD ?? ''
    const { port } = await composedRedis(t, readCompose(secrets))
    t.match(await askRedis(port, 'PING'), '-NOAUTH')
    t.match(await askRedis(port, 'AUTH wrong', 'PING'), '-WRONGPASS')
    const said = await askRedis(
      port,
      `AUTH ${password}`,
      'PING',
      'CONFIG GET appendonly',
      'CONFIG GET appendfsync',
    )
    t.match(said, /PONG[\s\S]*appendonly\r\n\$3\r\nyes[\s\S]*everysec/)
  },
)

t.test('Redis does not start without a password', async (t) => {
  const start = [join(root, 'deploy/redis-start.sh')]
  const { code, out } = await endedProcess(start, { env: { PATH: process.env.PATH }, cwd: t.testdir() })
  t.not(code, 0)
  t.match(out, 'run npm run secrets')
})

t.test('MongoDB is started as its image does, with a key file that only it may read', async (t) => {
  const { environment = {} } = readCompose(secrets).services.mongodb ?? {}
  const shown = 'echo "$@"; for last; do [ -f "$last" ] && stat -c %a "$last" && cat "$last"; done; exit 0'
  const { folder, PATH } = await withProgram(t, 'docker-entrypoint.sh', shown)
  const env = { ...texts(environment), PATH, TMPDIR: folder }
  const { out } = await endedProcess([join(root, 'deploy/mongodb-start.sh')], { env, cwd: folder })
  const key = join(folder, 'parley.key')
  t.same(out.trim().split('\n'), [
    `mongod --replSet rs0 --keyFile ${key} --bind_ip_all`,
    '600',
    secrets.MONGODB_KEYFILE,
  ])
  t.match(readCompose(secrets).services.messages?.environment?.MONGODB_URL, /replicaSet=rs0$/)

  const keyless = { ...env, MONGODB_KEYFILE: undefined }
  t.not((await endedProcess([join(root, 'deploy/mongodb-start.sh')], { env: keyless, cwd: folder })).code, 0)
})

t.test('MongoDB initiates its set once, and is well when it is the primary', async (t) => {
  const asked = await healthScript(t)
  t.match(asked({ status: 'NotYetInitialized', primary: false }), { initiated: 1, code: 1 })
  t.match(asked({ status: 'ok', primary: false }), { initiated: 0, code: 1 })
  t.match(asked({ status: 'ok', primary: true }), { initiated: 0, code: 0 })
  t.throws(() => asked({ status: 'NoReplicationEnabled', primary: true }), 'while the image makes its users')
})

t.test("the services' user of MongoDB may use one database", async (t) => {
  const made: Record<string, unknown>[] = []
  const db = {
    getSiblingDB: (name: string) => ({ createUser: (user: object) => made.push({ in: name, ...user }) }),
  }
  const env = texts(readCompose(secrets).services.mongodb?.environment ?? {})
  runInNewContext(await readFile(join(root, 'deploy/mongodb-user.js'), 'utf8'), { db, process: { env } })
  const { username, password, pathname } = new URL(
    String(readCompose(secrets).services.messages?.environment?.MONGODB_URL),
  )
  const database = pathname.slice(1)
  t.match(made, [
    { in: database, user: username, pwd: password, roles: [{ role: 'readWrite', db: database }] },
  ])
  t.equal(made.length, 1)
})

/** What deploy/mongodb-health.sh gives to mongosh, run on a stand-in for the shell's own objects. */
async function healthScript(t: Test) {
  const { folder, PATH } = await withProgram(
    t,
    'mongosh',
    'for last; do :; done; printf %s "$last" > script.js',
  )
  const env = { PATH, ...texts(readCompose(secrets).services.mongodb?.environment ?? {}) }
  await endedProcess([join(root, 'deploy/mongodb-health.sh')], { env, cwd: folder })
  const script = await readFile(join(folder, 'script.js'), 'utf8')
  return ({ status, primary }: { status: string; primary: boolean }) => {
    let initiated = 0
    let code = 0
    const auth = (user: string, password: string) => {
      if (user !== 'root' || password !== secrets.MONGODB_ROOT_PASSWORD) throw new Error('wrong password')
    }
    const rs = {
      status: () => {
        if (status !== 'ok') throw Object.assign(new Error(status), { codeName: status })
      },
      initiate: ({ members }: { members: unknown[] }) => {
        initiated += members.length
      },
    }
    const db = { getSiblingDB: () => ({ auth }), hello: () => ({ isWritablePrimary: primary }) }
    const quit = (given: number) => {
      code = given
    }
    runInNewContext(script, { db, rs, quit, process: { env } })
    return { initiated, code }
  }
}

/** A program of this name comes first on the PATH. */
async function withProgram(t: Test, name: string, script: string): Promise<{ folder: string; PATH: string }> {
  const folder = t.testdir()
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
  return { folder, PATH: `${folder}:${process.env.PATH}` }
}

function texts(environment: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]))
}
