import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mongodbStore } from '@parley/messages'
import { needs, want } from '@parley/testing'
import { MongoClient } from 'mongodb'
import t, { type Test } from 'tap'

const command = join(import.meta.dirname, '../src/commands/doctor.ts')

/** Runs the doctor as an operator does; `env` is all the environment it has. */
async function doctor(t: Test, env: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const options = {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PARLEY_DATA: folder, PORT: '0', ...env },
  }
  return await new Promise((resolve) => {
    execFile(process.execPath, [command], options, (error, stdout) => {
      resolve({ code: error ? Number(error.code) : 0, lines: stdout.trim().split('\n') })
    })
  })
}

const line = (lines: string[], part: string) =>
  lines.filter((each) => each.slice(5).startsWith(part)).join('\n')

t.test('nothing configured: all embedded, all well', async (t) => {
  const { code, lines } = await doctor(t, {})
  t.equal(code, 0)
  for (const part of ['Redis', 'NATS', 'MongoDB']) t.match(line(lines, part), /^ok .*embedded|^ok .*SQLite/)
})

t.test('what is away or wrong is named, with what to do', async (t) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  server.on('request', (_request, response) => response.end('another program'))
  const { code, lines } = await doctor(t, {
    PORT: port,
    PARLEY_DATA: '/proc/nowhere',
    REDIS_URL: 'redis://:secret-word@127.0.0.1:1',
    NATS_URL: 'nats://user:secret-word@127.0.0.1:1',
    MONGODB_URL: 'mongodb://user:secret-word@127.0.0.1:1/?replicaSet=rs0',
  })
  t.equal(code, 1)
  for (const part of ['Data folder', 'Redis', 'NATS', 'MongoDB', 'Port'])
    t.match(line(lines, part), /^FAIL .*\. [A-Z]/, part)
  t.match(line(lines, 'Redis'), 'ECONNREFUSED')
  t.notMatch(lines.join('\n'), /secret-word|\.\./)
})

t.test(
  'real parts that are well, and a log without its index',
  await needs('mongodb', 'nats', 'redis'),
  async (t) => {
    const [mongodb, nats, redis] = [await want.mongodb(t), await want.nats(t), await want.redis(t)]
    const env = { MONGODB_URL: mongodb.url, NATS_URL: nats.url, REDIS_URL: redis.url }
    const store = mongodbStore({ url: mongodb.url })
    await store.open()
    t.teardown(() => store.close())
    const first = await doctor(t, env)
    t.equal(first.code, 0, first.lines.join('\n'))
    t.match(line(first.lines, 'Indexes'), /on the log/)
    t.match(line(first.lines, 'JetStream'), /^ok/)

    const client = await MongoClient.connect(mongodb.url)
    t.teardown(() => client.close())
    await client.db().collection('messages_entries').dropIndex('conversation_1_seq_1')
    const second = await doctor(t, env)
    t.equal(second.code, 1)
    t.match(line(second.lines, 'Indexes'), /FAIL .*conversation,seq/)
  },
)
