import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'

export interface Child {
  /** Ends it without a word. */
  kill(): Promise<void>
  /** Asks it to close; resolves with its exit code. */
  stop(): Promise<number | null>
  /** Freezes it, and lets it go on. */
  pause(): void
  resume(): void
}

/** Starts a program of Node in a process of its own; resolves when it has said a line in which `ready` is found. */
export async function startChild(
  t: Test,
  program: URL,
  env: Record<string, string>,
  ready: RegExp,
): Promise<Child & { line: string }> {
  const child = spawn(process.execPath, [program.pathname], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => end(child, 'SIGKILL'))
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    if (!ready.test(line)) continue
    // Somebody must go on reading, or the child stands still when the pipe is full.
    child.stdout.resume()
    return {
      line,
      kill: async () => void (await end(child, 'SIGKILL')),
      stop: () => end(child, 'SIGTERM'),
      pause: () => void child.kill('SIGSTOP'),
      resume: () => void child.kill('SIGCONT'),
    }
  }
  throw new Error(`${program.pathname} ended before it was ready`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
  return child.exitCode
}
