import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Watchdog } from './watchdog.ts'

export interface ProcessOptions {
  program: string
  args: string[]
  /** Where the process's output is appended. */
  logFile: string
  env: NodeJS.ProcessEnv
  watchdog: Watchdog
}

/** A program that cannot outlive this process. */
export interface ServerProcess {
  readonly pid: number
  /** Whether it has ended. */
  readonly ended: boolean
  /** Resolves when the process has ended. */
  readonly end: Promise<void>
  signal(signal: NodeJS.Signals): void
}

export async function startProcess({
  program,
  args,
  logFile,
  env,
  watchdog,
}: ProcessOptions): Promise<ServerProcess> {
  const log = openSync(logFile, 'a')
  // A group of its own: the watchdog ends a server together with what it started.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
  })
  closeSync(log)
  const end = once(child, 'exit').then(() => watchdog.guard(undefined))
  await Promise.race([once(child, 'spawn'), end])
  const pid = child.pid
  if (pid === undefined) throw new Error(`${program} has no process id`)
  if (!hasEnded(child)) watchdog.guard(pid)
  child.unref() // whoever forgot to stop it still ends, and the watchdog does the rest
  return {
    pid,
    end,
    get ended() {
      return hasEnded(child)
    },
    signal(signal) {
      if (hasEnded(child)) return
      child.ref() // whoever sends a signal waits for its effect
      child.kill(signal)
    },
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
