import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freePort } from '@parley/testing'
import t from 'tap'
import { launch, launched } from './house/launch.ts'
import { credential, goodPassword as password } from './house/open-house.ts'

t.test('by itself it keeps its people in a file, through kill and start', async (t) => {
  const env = { PARLEY_DATA: join(t.testdir({}), 'made', 'here'), PORT: String(await freePort()) }
  const { child: first, url } = await launched(t, env)
  const headers = { ...credential, 'content-type': 'application/json' }
  const body = JSON.stringify({ username: 'ada', displayName: '', password })
  const signedUp = await fetch(`${url}/v1/people`, { method: 'POST', headers, body })
  t.equal(signedUp.status, 200)
  first.kill('SIGKILL')
  await once(first, 'exit')
  t.ok(existsSync(join(env.PARLEY_DATA, 'accounts.sqlite')))
  const { child: second } = await launched(t, env)
  const census = await fetch(`${url}/v1/census`, { headers: credential })
  t.same(await census.json(), { people: 1 })
  second.kill('SIGTERM')
  t.same(await once(second, 'exit'), [0, null])
})

t.test('what keeps it from starting is said in one sentence', async (t) => {
  const folder = t.testdir({})
  t.match(await refusal({ PARLEY_SECRET: '', PARLEY_DATA: folder }), /^PARLEY_SECRET is not set.*\n$/)
  const mode = await refusal({ PARLEY_SIGNUP: 'maybe', PARLEY_DATA: folder })
  t.match(mode, /^PARLEY_SIGNUP .*open, invite, closed\.\n$/)
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const unmade = await refusal({ PARLEY_DATA: join(file, 'data') })
  t.match(unmade, /^The data folder .* cannot be made: set PARLEY_DATA.*\n$/)
  const newer = new DatabaseSync(join(folder, 'accounts.sqlite'))
  newer.exec('PRAGMA user_version = 7')
  newer.close()
  t.match(await refusal({ PARLEY_DATA: folder }), /^The accounts were written by a newer version.*\n$/)
})

async function refusal(env: Record<string, string>): Promise<string> {
  const child = launch(env)
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  const [code] = await once(child, 'close')
  return code === 1 ? said : `exit ${code}: ${said}`
}
