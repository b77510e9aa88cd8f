import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { readCompose, root } from './deploy/compose-file.ts'
import { endedProcess } from './deploy/ended-process.ts'
import { madeSecrets } from './deploy/made-secrets.ts'

// deploy/Dockerfile without an engine: what it names is there and agrees with the rest; its own step is carried out.
const lines = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const after = (word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

t.test('the image has the versions of Node and pnpm that the project has', async (t) => {
  const { nodeVersion } = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) as {
    nodeVersion: string
  }
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    packageManager: string
  }
  for (const image of after('FROM')) t.match(image, `node:${nodeVersion}-`)
  t.match(after('RUN').join('\n'), packageManager)
})

t.test('what is copied is there, and secrets and data are kept out', async (t) => {
  const copied = after('COPY')
    .filter((line) => !line.startsWith('--from'))
    .flatMap((line) => line.split(' ').slice(0, -1))
  t.same(copied, ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'packages', 'services'])
  for (const source of copied) t.ok(existsSync(join(root, source)), source)
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n')
  for (const pattern of ['.env*', '.git', 'data', '**/node_modules']) t.ok(ignored.includes(pattern), pattern)
})

t.test('it ends as a user without rights, and starts the gateway as composed', async (t) => {
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
  t.ok(last.includes('USER node'))
  t.same(
    JSON.parse(after('CMD').at(-1) ?? ''),
    readCompose(madeSecrets(t.testdir())).services.gateway?.command,
  )
})

t.test('what browsers are given is built by its step, where the gateway looks for it', async (t) => {
  const step = after('RUN').find((line) => line.includes('buildAssets')) ?? ''
  const [, script = ''] = /-e "(.+)"$/.exec(step) ?? []
  const [, folder = ''] = /PARLEY_DATA=(\S+)/.exec(after('ENV').join(' ')) ?? []
  t.match(script, `outDir: '${folder}/assets'`)

  const out = t.testdir()
  const here = script.replaceAll(folder, out).replaceAll("'/parley/", `'${root}/`)
  const command = [process.execPath, '--input-type=module', '-e', here]
  const options = { env: { PATH: process.env.PATH }, cwd: root, timeoutMs: 60_000 }
  t.match(await endedProcess(command, options), { code: 0 })
  t.ok((await readdir(join(out, 'assets'))).some((name) => name.endsWith('.css')))
})
