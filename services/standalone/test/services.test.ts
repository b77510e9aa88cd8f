import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { BrowserlessPerson, findMongo, findNats, findRedis, freePort, needs, waitFor } from '@parley/testing'
import { Redis } from 'ioredis'
import t, { type Test } from 'tap'
import { readRunning } from '../src/running-file.ts'

const commands = join(import.meta.dirname, '../src/commands')

type Environment = NodeJS.ProcessEnv & { PORT: string; PARLEY_DATA: string }

interface Run {
  url: string
  child: ChildProcess
  /** What it has said so far, its services' logs included. */
  said(): string
}

async function environmentOf(t: Test): Promise<Environment> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-services-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const mongo = await findMongo()
  const programs = ['program' in mongo ? mongo.program : '', findNats() ?? '', findRedis() ?? '']
  const ports = [await freePort(), await freePort(), await freePort()]
  return {
    PATH: [...programs.map((program) => dirname(program)), process.env.PATH].join(delimiter),
    HOME: process.env.HOME,
    PARLEY_DATA: folder,
    PORT: String(await freePort()),
    PARLEY_ACCOUNTS_URL: `http://127.0.0.1:${ports[0]}`,
    PARLEY_MESSAGES_URL: `http://127.0.0.1:${ports[1]}`,
    PARLEY_NOTIFICATIONS_URL: `http://127.0.0.1:${ports[2]}`,
  }
}

async function start(t: Test, env: Environment): Promise<Run> {
  const child = spawn(process.execPath, [join(commands, 'services.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await waitFor(() => said.includes('Parley is at'), { what: 'the services to be ready', timeoutMs: 60_000 })
  return { url: `http://127.0.0.1:${env.PORT}`, child, said: () => said }
}

t.test(
  'four processes on servers from the PATH: one that dies is restarted, all of it stops and comes back',
  await needs('own mongodb', 'own nats', 'own redis'),
  async (t) => {
    const env = await environmentOf(t)
    const first = await start(t, env)
    for (const server of ['mongodb', 'nats', 'redis'])
      t.match(first.said(), new RegExp(`Started ${server} on port \\d+`))
    const ann = await BrowserlessPerson.signUp(first.url, 'ann_of_services')
    const ben = await BrowserlessPerson.signUp(first.url, 'ben_of_services')
    t.equal((await ann.post(`/messages/send/${ben.username}/`, { message: 'before' })).status, 200)

    process.kill(pidOf(first.said(), 'messages'), 'SIGKILL')
    await waitFor(() => first.said().includes('messages was started again'), {
      what: 'the restart to be said',
    })
    t.match(first.said(), /messages ended \(SIGKILL\); starting it again in/)
    await waitFor(
      async () =>
        (await ann.post(`/messages/send/${ben.username}/`, { message: 'after', client_id: 'a' })).status ===
        200,
      {
        what: 'messages to answer again',
        timeoutMs: 30_000,
      },
    )

    const servers = readRunning(join(env.PARLEY_DATA, 'running.json'))?.servers
    process.kill(await pidOfRedis(servers?.REDIS_URL ?? ''), 'SIGKILL')
    await waitFor(() => first.said().includes('redis was started again'), {
      what: 'the restart of Redis to be said',
    })
    await waitFor(async () => (await fetch(`${first.url}/health/ready`)).ok, {
      what: 'the gateway to be ready with the new Redis',
      timeoutMs: 30_000,
    })

    const granted = await command(env, 'admin.ts', 'grant', ann.username)
    t.match(granted, { code: 0, stdout: /ann_of_services is an administrator/ }, 'commands reach what runs')
    const doctor = await command(env, 'doctor.ts')
    t.match(doctor.code, 0, doctor.stdout)
    t.notMatch(doctor.stdout, /embedded|SQLite/, 'the doctor looks at the servers that were started')
    for (const service of ['Accounts', 'Messages', 'Notifications', 'Gateway'])
      t.match(doctor.stdout, new RegExp(`^ok +${service} +ready`, 'm'))

    first.child.kill('SIGINT')
    const [code] = await once(first.child, 'exit')
    t.equal(code, 0)

    const between = await command(env, 'admin.ts', 'grant', ann.username)
    t.match(between, { code: 1, stderr: /start it first/ }, 'and do not open other data beside it')

    const second = await start(t, env)
    const history = (await ben.get(`/messages/history/${ann.username}/`)).json<{
      messages: { content: string }[]
    }>()
    t.same(
      history.messages.map(({ content }) => content),
      ['before', 'after'],
      'still logged in, nothing lost',
    )
    second.child.kill('SIGTERM')
    await once(second.child, 'exit')
  },
)

t.test('a server that is nowhere is named, with how to get it', async (t) => {
  const env = { ...(await environmentOf(t)), PATH: '/nowhere', REDIS_URL: 'redis://127.0.0.1:1' }
  const outcome = await command(env, 'services.ts')
  t.equal(outcome.code, 1)
  t.match(outcome.stderr, /MongoDB .*MONGODB_URL/)
  t.match(outcome.stderr, /NATS .*NATS_URL/)
  t.notMatch(outcome.stderr, /redis-server|    at /, 'what has a URL is not asked for; no stack')
})

t.test('a port that another program has: one sentence, before anything is started', async (t) => {
  const env = await environmentOf(t)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  const outcome = await command({ ...env, PORT: port }, 'services.ts')
  t.match(outcome, { code: 1, stderr: new RegExp(`^Port ${port} .* in use .* set PORT\\.\\n$`) })
  const other = await command({ ...env, PARLEY_MESSAGES_URL: `http://127.0.0.1:${port}` }, 'services.ts')
  t.match(other, { code: 1, stderr: new RegExp(`^Port ${port} .* in use .* set PARLEY_MESSAGES_URL\\.\\n$`) })
})

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

async function command(env: NodeJS.ProcessEnv, file: string, ...args: string[]): Promise<Outcome> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [join(commands, file), ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

async function pidOfRedis(url: string): Promise<number> {
  const redis = new Redis(url)
  const info = await redis.info('server')
  redis.disconnect()
  return Number(/process_id:(\d+)/.exec(info)?.[1])
}

/** Its log lines say who wrote them. */
function pidOf(said: string, name: string): number {
  const pid = new RegExp(`"pid":(\\d+),[^\\n]*"name":"${name}"`).exec(said)?.[1]
  if (!pid) throw new Error(`${name} has logged nothing yet`)
  return Number(pid)
}
