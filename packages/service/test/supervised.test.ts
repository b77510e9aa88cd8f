import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'

const program = join(import.meta.dirname, 'never-ready.ts')

function supervised() {
  return spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

t.test('a program ends with its supervisor, ready or not', async (t) => {
  const child = supervised()
  t.teardown(() => child.kill('SIGKILL'))
  await once(child, 'message')
  child.disconnect()
  const [, signal] = await once(child, 'exit')
  t.equal(signal, 'SIGTERM')
})

t.test('also where that was gone before the program began', async (t) => {
  const child = supervised()
  t.teardown(() => child.kill('SIGKILL'))
  child.disconnect()
  const [, signal] = await once(child, 'exit')
  t.equal(signal, 'SIGTERM')
})
