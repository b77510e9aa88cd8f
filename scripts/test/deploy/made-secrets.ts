import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { root } from './compose-file.ts'

/** What `npm run secrets` writes, made anew in a folder of the test's own. */
export function madeSecrets(folder: string): Record<string, string> {
  const file = join(folder, 'made.env')
  execFileSync(process.execPath, [join(root, 'scripts/secrets.ts'), file], { stdio: 'pipe' })
  const entries = Object.entries(parseEnv(readFileSync(file, 'utf8')))
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']))
}
