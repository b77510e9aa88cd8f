import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort, needs, startNats, waitFor } from '@parley/testing'
import { natsBus } from '@parley/bus'
import t from 'tap'
import { listen, publishRead, secret, startCounting } from './house/open-house.ts'

const main = new URL('../src/main.ts', import.meta.url).pathname

t.test('by itself it tells counts over NATS, and closes on a signal', await needs('own nats'), async (t) => {
  const server = await startNats()
  t.teardown(() => server.stop())
  const bus = await natsBus({ url: server.url, name: 'test', onError: () => undefined })
  t.teardown(() => bus.close())
  await startCounting(t, bus)
  const PORT = String(await freePort())
  const child = launch({ PORT, NATS_URL: server.url })
  t.teardown(() => child.kill('SIGKILL'))
  const ready = async () => (await fetch(`http://127.0.0.1:${PORT}/health/ready`)).ok
  await waitFor(ready, { what: 'it to be ready' })
  const told = await listen(bus, ['bob'])
  await publishRead(bus, 'bob')
  await waitFor(() => told.get('bob')?.length === 1, { what: 'the count' })
  child.kill('SIGTERM')
  t.same(await once(child, 'exit'), [0, null])
})

t.test('what keeps it from starting is said in one sentence', async (t) => {
  const child = launch({ PARLEY_SECRET: 'short' })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  t.same(await once(child, 'close'), [1, null])
  t.match(said, /^PARLEY_SECRET .*\n$/)
})

function launch(env: Record<string, string>): ChildProcess {
  const { PATH = '' } = process.env
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { PATH, PARLEY_SECRET: secret, LOG_LEVEL: 'silent', PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}
