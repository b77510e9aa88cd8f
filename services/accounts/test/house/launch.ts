import { type ChildProcess, spawn } from 'node:child_process'
import { freePort, waitFor } from '@parley/testing'
import type { Test } from 'tap'
import { secret } from './open-house.ts'

const main = new URL('../../src/main.ts', import.meta.url).pathname

/** Runs the service's own program with nothing in its environment but this. */
export function launch(env: Record<string, string>): ChildProcess {
  const { PATH = '' } = process.env
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { PATH, PARLEY_SECRET: secret, LOG_LEVEL: 'silent', PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

/** The same, once it is ready at `url`. */
export async function launched(
  t: Test,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; url: string; isReady: () => Promise<boolean> }> {
  const { PORT = String(await freePort()) } = env
  const child = launch({ ...env, PORT })
  t.teardown(() => child.kill('SIGKILL'))
  const url = `http://127.0.0.1:${PORT}`
  const isReady = async () => (await fetch(`${url}/health/ready`)).ok
  await waitFor(isReady, { what: 'it to be ready' })
  return { child, url, isReady }
}
