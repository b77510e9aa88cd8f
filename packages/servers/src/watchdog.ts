import { spawn } from 'node:child_process'

/** Looks after what must not outlive this process, whatever ends it: `kill -9` included. */
export interface Watchdog {
  /** The leader of the process group to end; `undefined` while there is none. */
  guard(pid: number | undefined): void
  /** All is cleaned up already. */
  dismiss(): void
}

/**
 * A shell that reads from a pipe which only this process holds open: its end means that this process is gone. Then
 * the group is killed and the folder removed. Windows has neither groups nor this shell; there a crash may leave both.
 */
export function startWatchdog(folder: string): Watchdog {
  if (process.platform === 'win32') return { guard: () => undefined, dismiss: () => undefined }
  const script = `
    group=
    while read -r word pid; do
      [ "$word" != dismiss ] || exit 0
      group=$pid
    done
    [ -z "$group" ] || kill -s KILL -- "-$group"
    rm -rf -- "$1"`
  const dog = spawn('/bin/sh', ['-c', script, 'watchdog', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  dog.unref()
  dog.on('error', () => undefined) // without a shell there is no watchdog, as on Windows
  dog.stdin.on('error', () => undefined) // someone ended the watchdog first: nothing to tell it
  if ('unref' in dog.stdin && typeof dog.stdin.unref === 'function') dog.stdin.unref()
  return {
    guard: (pid) => dog.stdin.write(`guard ${pid ?? ''}\n`),
    dismiss: () => dog.stdin.end('dismiss\n'),
  }
}
