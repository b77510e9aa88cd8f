import { join } from 'node:path'
import t, { type Test } from 'tap'
import { endLeftovers } from '../suite/end-leftovers.ts'
import { runFile } from '../suite/run-file.ts'

const ROOT = join(import.meta.dirname, '../..')

function runSource(t: Test, source: string, { env = {}, timeoutS = 20 } = {}) {
  const folder = t.testdir({ 'it.test.ts': `import t from 'tap'\n${source}` })
  return runFile(ROOT, join(folder, 'it.test.ts'), { ...process.env, ...env }, { timeoutS, graceS: 2 })
}

t.test('counts what passed, failed and was skipped, and says why', async (t) => {
  const result = await runSource(
    t,
    `t.ok(true)
     t.test('outer', async (t) => {
       t.ok(true)
       t.ok(false, 'this one')
       await t.test('inner', { skip: 'redis: none here' }, async () => {})
     })
     t.skip('later')`,
  )
  t.match(result, { passed: 2, failed: 1, skipped: 2 })
  t.same(result.skips, ['outer › inner: redis: none here', 'later'])
  t.match(result.output, /not ok 2 - this one/)
})

t.test('a file that ends well has no failure', async (t) => {
  t.match(await runSource(t, 't.ok(true)'), { passed: 1, failed: 0, skipped: 0, skips: [] })
})

const broken: [what: string, source: string][] = [
  ['cannot be loaded', "import './nothing.ts'"],
  ['throws', "t.ok(true)\nthrow new Error('outside of a test')"],
  ['leaves with an error', 't.ok(true)\nprocess.exit(3)'],
  ['leaves early as if all were well', "t.test('long', () => new Promise(() => {}))\nprocess.exit(0)"],
  ['is killed', "t.ok(true)\nprocess.kill(process.pid, 'SIGKILL')"],
]

for (const [what, source] of broken) {
  t.test(`a file that ${what} has failed`, async (t) => {
    t.ok((await runSource(t, source)).failed >= 1)
  })
}

t.test('a test that hangs is named, and a child that hangs with it does not hold up the run', async (t) => {
  const source = `import { spawn } from 'node:child_process'
    t.test('stuck', () => {
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
      return new Promise(() => setInterval(() => {}, 1000))
    })`
  const result = await runSource(t, source, { timeoutS: 6 })
  t.ok(result.failed >= 1)
  t.match(result.output, /Subtest: stuck[\s\S]*timeout!/)
})

t.test('what a file leaves behind is found by its mark and ended', async (t) => {
  const source = `import { spawn } from 'node:child_process'
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true }).unref()
    t.pass('gone')`
  const mark = `left-${process.pid}`
  await runSource(t, source, { env: { PARLEY_TEST_LEFT: mark } })
  const ended = await endLeftovers('PARLEY_TEST_LEFT', mark)
  t.equal(ended.length, 1)
  t.match(ended[0], /setInterval/)
  t.same(await endLeftovers('PARLEY_TEST_LEFT', mark), [])
})
