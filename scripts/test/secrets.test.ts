import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t from 'tap'

const SECRETS = join(import.meta.dirname, '../secrets.ts')

function secrets(file: string): Promise<{ failed: boolean; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SECRETS, file], (error, out, err) => {
      resolve({ failed: error !== null, said: out + err })
    })
  })
}

t.test('writes six different secrets that only the owner may read, each time others', async (t) => {
  const folder = t.testdir()
  const files = [join(folder, 'one'), join(folder, 'two')]
  await Promise.all(files.map(secrets))
  const [one, two] = await Promise.all(files.map(async (file) => parseEnv(await readFile(file, 'utf8'))))
  const names = [
    'PARLEY_SECRET',
    'REDIS_PASSWORD',
    'NATS_PASSWORD',
    'MONGODB_PASSWORD',
    'MONGODB_ROOT_PASSWORD',
    'MONGODB_KEYFILE',
  ]
  t.same(new Set(Object.keys(one ?? {})), new Set(names))
  const values = [...Object.values(one ?? {}), ...Object.values(two ?? {})]
  t.equal(new Set(values).size, 12)
  for (const value of values) t.ok(value && value.length >= 32)
  t.match(one?.MONGODB_KEYFILE, /^[A-Za-z0-9+/]{512}$/)
  t.equal((await stat(files[0] ?? '')).mode & 0o777, 0o600)
})

t.test('never overwrites', async (t) => {
  const folder = t.testdir({ '.env': 'PARLEY_SECRET=mine\n' })
  const file = join(folder, '.env')
  const { failed, said } = await secrets(file)
  t.ok(failed)
  t.match(said, /exists and stays as it is/)
  t.equal(await readFile(file, 'utf8'), 'PARLEY_SECRET=mine\n')
})
