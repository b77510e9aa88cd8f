import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'

const ROOT = join(import.meta.dirname, '../..')

/** What the import rules say of these files, laid out as in the project. */
async function findings(t: Test, files: Record<string, string>): Promise<string[]> {
  // Not tap's own folder, which git and so the linter ignore.
  const folder = await mkdtemp(join(tmpdir(), 'parley-imports-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'node_modules/@parley'), { recursive: true })
  await cp(join(ROOT, '.oxlintrc.imports.json'), join(folder, '.oxlintrc.imports.json'))
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), source)
  }
  const owners = new Set(Object.keys(files).map((path) => path.split('/').slice(0, 2).join('/')))
  for (const owner of owners) {
    const name = `@parley/${owner.split('/')[1]}`
    await writeFile(join(folder, owner, 'package.json'), JSON.stringify({ name, exports: './src/index.ts' }))
    await symlink(join(folder, owner), join(folder, 'node_modules', name))
  }
  const args = ['-c', '.oxlintrc.imports.json', '--format', 'unix', '.']
  const out = await new Promise<string>((resolve) => {
    execFile(join(ROOT, 'node_modules/.bin/oxlint'), args, { cwd: folder }, (_failed, stdout) =>
      resolve(stdout),
    )
  })
  return out
    .split('\n')
    .filter((line) => /:\d+:\d+:/.test(line))
    .map((line) => line.replace(/:\d+:\d+:.*\[.*[/(]([a-z-]+)\)?\]$/, ' $1'))
    .sort((a, b) => (a < b ? -1 : 1))
}

const forbidden: [what: string, path: string, source: string][] = [
  ['a service that imports another', 'services/gateway/src/a.ts', "import '@parley/messages'"],
  [
    'a service that imports another when needed',
    'services/gateway/src/a.ts',
    "await import('@parley/messages')",
  ],
  [
    "a service that takes another's type",
    'services/gateway/src/a.ts',
    "import type { A } from '@parley/accounts'",
  ],
  ['a service that passes another on', 'services/gateway/src/a.ts', "export * from '@parley/accounts'"],
  ["a service's test that imports another", 'services/gateway/test/a.ts', "import '@parley/messages'"],
  ['a way round the name', 'services/gateway/src/deep/a.ts', "import '../../../messages/src/app.ts'"],
  ['a package that imports a service', 'packages/bus/src/a.ts', "import '@parley/gateway'"],
  ['the testing package importing a service', 'packages/testing/src/a.ts', "import '@parley/gateway'"],
  ['contracts importing a package', 'packages/contracts/src/a.ts', "import '@parley/bus'"],
  ['production code that imports testing', 'services/messages/src/a.ts', "import '@parley/testing'"],
  ['production code that imports a test', 'services/messages/src/a.ts', "import '../test/people.ts'"],
  ['standalone importing testing', 'services/standalone/src/a.ts', "import '@parley/testing'"],
]

for (const [what, path, source] of forbidden) {
  t.test(`${what} is found`, async (t) => {
    t.same(await findings(t, { [path]: source }), [`${path} no-restricted-imports`])
  })
}

t.test('a circle is found, within a package and through their names', async (t) => {
  const files = {
    'packages/bus/src/index.ts': "import { s } from '@parley/service'\nexport const b = () => s",
    'packages/service/src/index.ts': "import { b } from '@parley/bus'\nexport const s = () => b",
    'services/gateway/src/a.ts': "import { b } from './b.ts'\nexport const a = () => b",
    'services/gateway/src/b.ts': "import { a } from './a.ts'\nexport const b = () => a",
  }
  t.same(
    await findings(t, files),
    Object.keys(files).map((path) => `${path} no-cycle`),
  )
})

t.test('what the design allows is allowed', async (t) => {
  const files = {
    'packages/contracts/src/index.ts': "export * from './a.ts'",
    'packages/contracts/src/a.ts': 'export const a = 1',
    'packages/bus/src/index.ts': "export * from '@parley/contracts'",
    'packages/testing/src/index.ts': "export * from '@parley/bus'",
    'packages/bus/test/a.test.ts': "import '@parley/testing'\nimport '../src/index.ts'",
    'services/messages/src/index.ts': "import '@parley/bus'\nimport './deep/a.ts'",
    'services/messages/src/deep/a.ts': "import '@parley/contracts'",
    'services/messages/test/deep/a.test.ts': "import '@parley/testing'\nimport '../../src/deep/a.ts'",
    'services/standalone/src/index.ts': "import '@parley/messages'",
  }
  t.same(await findings(t, files), [])
})
