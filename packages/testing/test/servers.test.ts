import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import t from 'tap'
import { needs, type Server, startMongo, startNats, startRedis, waitFor } from '../src/index.ts'

t.test('Redis keeps what it has written through kill and restart', await needs('own redis'), async (t) => {
  const server = await startRedis({ password: 's3cret/@' })
  t.teardown(() => server.stop())
  const redis = new Redis(server.url)
  redis.on('error', () => undefined)
  t.teardown(() => redis.disconnect())
  await redis.set('name', 'Ada')
  const firstPid = server.pid
  await redis.config('SET', 'appendfsync', 'always')
  await redis.set('name', 'Grace')
  await server.kill()
  await server.restart()
  t.not(server.pid, firstPid)
  t.equal(await redis.get('name'), 'Grace')
  const stranger = new Redis(server.port, { lazyConnect: true })
  stranger.on('error', () => undefined)
  t.teardown(() => stranger.disconnect())
  await t.rejects(stranger.get('name'), /NOAUTH/)
})

t.test('a paused server answers nothing until it is resumed', await needs('own redis'), async (t) => {
  const server = await startRedis()
  t.teardown(() => server.stop())
  const redis = new Redis(server.url, { commandTimeout: 100, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined)
  t.teardown(() => redis.disconnect())
  await redis.ping()
  server.pause()
  await t.rejects(redis.ping(), /timed out/)
  server.resume()
  t.equal(await waitFor(() => redis.ping(), { what: 'Redis to answer again' }), 'PONG')
})

t.test('NATS has JetStream and asks for its password', await needs('own nats'), async (t) => {
  const server = await startNats({ user: 'parley', password: 'pa:ss' })
  t.teardown(() => server.stop())
  const servers = `127.0.0.1:${server.port}`
  await t.rejects(connect({ servers, reconnect: false }), /Authorization/)
  const nats = await connect({ servers, user: 'parley', pass: 'pa:ss', reconnect: false })
  t.teardown(() => nats.close())
  const info = (await nats.request('$JS.API.INFO')).json<{ error?: unknown; streams: number }>()
  t.match(info, { error: undefined, streams: 0 })
})

t.test(
  'MongoDB is the primary of a replica set, again after a kill',
  await needs('own mongodb'),
  async (t) => {
    const server = await startMongo()
    t.teardown(() => server.stop())
    const client = new MongoClient(server.url)
    t.teardown(() => client.close())
    const people = client.db('test').collection<{ _id: string }>('people')
    await people.insertOne({ _id: 'ada' }, { writeConcern: { w: 'majority', j: true } })
    await server.kill()
    await server.restart()
    t.same(await people.find().toArray(), [{ _id: 'ada' }])
    const hello = await client.db('admin').command({ hello: 1 })
    t.equal(hello.isWritablePrimary, true)
  },
)

t.test('two servers at once do not meet', await needs('own redis'), async (t) => {
  const servers = await Promise.all([startRedis(), startRedis(), startRedis()])
  t.teardown(() => Promise.all(servers.map((server) => server.stop())))
  t.equal(new Set(servers.map((server) => server.port)).size, 3)
})

t.test('a program that cannot start is named with its own words', await needs('own redis'), async (t) => {
  const server = await startRedis()
  t.teardown(() => server.stop())
  await t.rejects(startRedis({ port: server.port }), /Redis .* ended while starting[\s\S]*in use/)
})

t.test('a server does not outlive a test that is killed', await needs('own redis'), async (t) => {
  const file = new URL('fixtures/start-and-wait.ts', import.meta.url).pathname
  const test = execFile(process.execPath, ['--disable-warning=ExperimentalWarning', file])
  t.teardown(() => test.kill('SIGKILL'))
  const [line] = test.stdout ? await once(test.stdout, 'data') : []
  const { pid, scratch }: Pick<Server, 'pid'> & { scratch: string } = JSON.parse(String(line))
  t.ok(isAlive(pid))
  t.ok(existsSync(scratch))
  test.kill('SIGKILL')
  await waitFor(() => !isAlive(pid), { what: 'the server to die with its test' })
  await waitFor(() => !existsSync(scratch), { what: 'its folder to be removed' })
})

t.test('a killed server that nobody stopped leaves no folder behind', await needs('own redis'), async (t) => {
  const file = new URL('fixtures/start-and-wait.ts', import.meta.url).pathname
  const test = execFile(process.execPath, ['--disable-warning=ExperimentalWarning', file, 'kill'])
  t.teardown(() => test.kill('SIGKILL'))
  const [line] = test.stdout ? await once(test.stdout, 'data') : []
  const { scratch }: { scratch: string } = JSON.parse(String(line))
  await waitFor(() => test.exitCode === 0, { what: 'the test to end by itself' })
  await waitFor(() => !existsSync(scratch), { what: 'its folder to be removed' })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
