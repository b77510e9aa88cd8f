import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readTap, type TapReport } from './read-tap.ts'

export interface FileResult extends TapReport {
  file: string
  seconds: number
  /** All that the file wrote, or the last of it. */
  output: string
}

/** tap ends a file itself after `timeoutS`, and says which test hung; what hangs so that it cannot, `graceS` later. */
const LIMITS = { timeoutS: 240, graceS: 15 }
const MAX_OUTPUT = 2_000_000
const END_AT_EXIT = new URL('./end-at-exit.mjs', import.meta.url).href

/**
 * Runs one test file in a process of its own, and ends all that this process started in its group when it has
 * exited: a child that hangs would hold its output open.
 */
export async function runFile(
  root: string,
  file: string,
  env: NodeJS.ProcessEnv,
  { timeoutS, graceS } = LIMITS,
): Promise<FileResult> {
  const start = performance.now()
  const args = ['--disable-warning=ExperimentalWarning', '--import', END_AT_EXIT, file]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, TAP_TIMEOUT: String(timeoutS) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let tap = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    tap = (tap + text).slice(-MAX_OUTPUT)
    output = (output + text).slice(-MAX_OUTPUT)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-MAX_OUTPUT)
  })
  const closed = once(child, 'close')
  const overdue = setTimeout(() => endGroup(child.pid, child), (timeoutS + graceS) * 1000)
  const [code] = await once(child, 'exit')
  clearTimeout(overdue)
  endGroup(child.pid, child)
  await closed
  return { file, output, seconds: (performance.now() - start) / 1000, ...readTap(tap, code === 0) }
}

function endGroup(pid: number | undefined, child: { kill(signal: NodeJS.Signals): boolean }): void {
  try {
    if (pid === undefined || process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left, which is how it should be.
  }
}
