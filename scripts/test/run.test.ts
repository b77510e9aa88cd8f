import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'

const RUN = join(import.meta.dirname, '../run.mjs')
const TOLD = join(import.meta.dirname, 'fixtures/told.ts')

function run(t: Test, ...args: string[]) {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  return { child, out: () => out, err: () => err, end: ended(child) }
}

async function ended(child: ChildProcess): Promise<{ code: unknown; signal: unknown }> {
  const [code, signal] = await once(child, 'close')
  return { code, signal }
}

t.test('hands over arguments, the exit code and a PATH that begins with the chosen Node', async (t) => {
  const started = run(t, TOLD, 'exit', '--flag', 'two words')
  t.match(await started.end, { code: 7, signal: null })
  const told = JSON.parse(started.out())
  t.same(told.args, ['exit', '--flag', 'two words'])
  t.ok(told.path.startsWith(`${dirname(told.node)}:`))
  t.match(told.compiled, /node_modules.\.cache/, 'what was compiled is kept for the next start')
  t.equal(started.err(), '', 'no warning of an experimental part, and nothing of its own')
})

t.test('takes an entry relative to the project, wherever it is started', async (t) => {
  const child = spawn(process.execPath, [RUN, 'scripts/test/fixtures/told.ts', 'exit'], { cwd: '/' })
  t.match(await ended(child), { code: 7 })
})

t.test('passes a signal on and waits for the child to end in good order', async (t) => {
  const started = run(t, TOLD, 'drain')
  await once(started.child.stdout, 'data')
  started.child.kill('SIGTERM')
  t.match(await started.end, { code: 0, signal: null })
  t.match(started.out(), /drained/)
})

t.test('ends in good order when npm does, whose shell passes no signal on', async (t) => {
  const command = `"${process.execPath}" "${RUN}" "${TOLD}" drain; true`
  const shell = spawn('/bin/sh', ['-c', command], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  shell.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  await once(shell.stdout, 'data')
  shell.kill('SIGKILL')
  await once(shell.stdout, 'close')
  t.match(out, /drained/)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`ends by ${signal} if the child does`, async (t) => {
    const started = run(t, TOLD, 'wait')
    await once(started.child.stdout, 'data')
    started.child.kill(signal)
    t.same(await started.end, { code: null, signal })
  })
}

t.test('without an entry it says how it is used', async (t) => {
  const started = run(t)
  t.match(await started.end, { code: 1 })
  t.match(started.err(), /^Usage: /)
})
