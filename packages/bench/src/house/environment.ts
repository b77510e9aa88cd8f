import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What every process of a measured installation finds in its environment: production, and no limits on rates. */
export function serviceEnvironment(folder: string, secret: string): NodeJS.ProcessEnv {
  const { PATH = '', SystemRoot, NODE_COMPILE_CACHE } = process.env
  return {
    PATH,
    ...(SystemRoot ? { SystemRoot } : {}),
    ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}),
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PARLEY_SECRET: secret,
    PARLEY_DATA: folder,
    PARLEY_SEND_RATE: '0',
    PARLEY_LOGIN_RATE: '0',
  }
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** A folder that `remove` takes away with all that is in it; the end of the bench does so too. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  const atExit = () => rmSync(path, { recursive: true, force: true })
  process.once('exit', atExit)
  const remove = async () => {
    process.off('exit', atExit)
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }
  return { path, remove }
}

/** The folder of a service of this project. */
export function serviceFile(service: string, file = 'src/main.ts'): string {
  return join(import.meta.dirname, '../../../../services', service, file)
}
