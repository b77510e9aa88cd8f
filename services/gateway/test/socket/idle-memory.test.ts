import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { WebSocket } from 'ws'

const script = join(import.meta.dirname, 'idle-server.ts')
const [few, many] = [300, 1_300]

interface Told {
  address: string
  bytes: number
}

async function told(child: ChildProcess): Promise<Told> {
  const [message] = await once(child, 'message')
  return message
}

/** What one more idle socket costs a process, in bytes, after a garbage collection. */
async function perSocket(t: HasTeardown, kind: 'bare' | 'ours'): Promise<number> {
  const child = fork(script, [kind], { execArgv: ['--expose-gc'] })
  const sockets: WebSocket[] = []
  t.teardown(() => {
    for (const ws of sockets) ws.terminate()
    child.kill('SIGKILL')
  })
  const { address } = await told(child)
  const open = async () => {
    const ws = new WebSocket(`${address}/ws/`, { headers: { 'x-session': `user${sockets.length}` } })
    sockets.push(ws)
    await once(ws, 'open')
    ws.send('{"type":"hello","id":1,"version":1}')
    await once(ws, 'message')
  }
  const grow = async (to: number) => {
    while (sockets.length < to) await Promise.all(Array.from({ length: 50 }, open))
    child.send('how much?')
    return (await told(child)).bytes
  }
  const before = await grow(few)
  return ((await grow(many)) - before) / (many - few)
}

interface HasTeardown {
  teardown(close: () => unknown): unknown
}

t.test('an idle socket costs little more than a bare one', async (t) => {
  const bare = await perSocket(t, 'bare')
  const ours = await perSocket(t, 'ours')
  t.comment(`bare ${Math.round(bare)}, ours ${Math.round(ours)} bytes a socket`)
  t.ok(bare > 2_000, 'the measure measures')
  t.ok(ours - bare < 8 * 1_024, `${Math.round(ours - bare)} bytes more`)
})
