import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { waitFor } from '@parley/testing'
import type { HasTeardown } from '@parley/testing'

const source = new URL('../../src/', import.meta.url)

export interface ProgramOptions {
  /** Of `services/standalone/src`, as `main.ts`. */
  entry: string
  args?: string[]
  /** All that the program finds in its environment, besides the PATH. */
  env: Record<string, string>
  /** Where it looks for `.env`; `/` by default. */
  cwd?: string
}

export interface Program {
  child: ChildProcess
  /** What it has written so far. */
  stdout(): string
  stderr(): string
  /** Resolves when it is gone and all it wrote has been read. */
  ended: Promise<Ended>
}

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Starts a program of this package as a process, which ends with the test at the latest. */
export function start(t: HasTeardown, { entry, args = [], env, cwd = '/' }: ProgramOptions): Program {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env
  const path = new URL(entry, source).pathname
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], {
    env: { PATH, ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), LOG_LEVEL: 'silent', ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (written.stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (written.stderr += chunk))
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
    ...written,
  }))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, ended, stdout: () => written.stdout, stderr: () => written.stderr }
}

/** Runs a program to its end. */
export async function run(t: HasTeardown, options: ProgramOptions): Promise<Ended> {
  return await start(t, options).ended
}

export interface RunningParley extends Program {
  url: string
  port: number
}

/** `npm start` with this data folder, once it says that it is there. Port 0 takes a free one. */
export async function startParley(
  t: HasTeardown,
  env: Record<string, string>,
  args: string[] = [],
): Promise<RunningParley> {
  const limits = { PARLEY_SEND_RATE: '0', PARLEY_LOGIN_RATE: '0' }
  const program = start(t, { entry: 'main.ts', args, env: { PORT: '0', ...limits, ...env } })
  const said = () => /Parley is at http:\/\/\S+:(\d+)/.exec(program.stderr())
  await waitFor(() => said() ?? program.child.exitCode !== null, {
    what: 'Parley to start',
    timeoutMs: 60_000,
  })
  const port = Number(said()?.[1])
  if (!port) throw new Error(`Parley did not start: ${program.stderr()}`)
  return { ...program, port, url: `http://127.0.0.1:${port}` }
}
