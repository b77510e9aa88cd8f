import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { HasTeardown } from '../../../packages/testing/src/index.ts'

export interface StartedProgram {
  /** What it wrote to both of its ends. */
  said(): string
  /** The exit code, or the signal that ended it; undefined while it runs. */
  ended(): number | NodeJS.Signals | undefined
  /** Asks it to end in good order; resolves with its exit code or the signal that ended it. */
  stop(): Promise<number | NodeJS.Signals>
}

/** Starts a program with this environment and, beside it, only what finds programs and test leftovers. */
export function startedProgram(
  t: HasTeardown,
  [program = '', ...args]: string[],
  options: { env: Record<string, string | number>; cwd: string },
): StartedProgram {
  const { PATH, PARLEY_TEST_RUN } = process.env
  const texts = Object.entries(options.env).map(([name, value]) => [name, String(value)])
  const env = { PATH, PARLEY_TEST_RUN, ...Object.fromEntries(texts) }
  const child = spawn(program, args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += String(chunk)
    })
  }
  child.on('error', (error) => {
    said += error.message
  })
  const ended = () => child.exitCode ?? child.signalCode ?? undefined
  const stop = async () => {
    if (ended() === undefined && child.pid !== undefined) {
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
      child.kill('SIGTERM')
      await once(child, 'exit')
      clearTimeout(force)
    }
    return ended() ?? 1
  }
  t.teardown(stop)
  return { said: () => said, ended, stop }
}
