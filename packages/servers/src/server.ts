import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { type ServerProcess, startProcess } from './server-process.ts'
import { startWatchdog } from './watchdog.ts'

/** A real server of this process: on 127.0.0.1, on a port of its own, gone when the process is. */
export interface Server {
  /** Where a client connects, with user and password if it has any. */
  readonly url: string
  readonly port: number
  /** Of the process that runs now; another one after `restart`. */
  readonly pid: number
  /** Resolves when the process that runs now has ended, however that came. */
  readonly end: Promise<void>
  /** Sends a signal that ends the server (SIGKILL by default) and resolves when the process is gone. The data stays. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Ends it for good: in good order, after 10 s by force; removes its data unless the folder was given. May be repeated. */
  stop(): Promise<void>
  /** Starts it again on the same port and data, after stopping it if it runs; resolves when it is ready. */
  restart(): Promise<void>
  /** Freezes the process (SIGSTOP): its port still accepts connections and answers nothing. */
  pause(): void
  /** Lets a frozen process go on (SIGCONT). */
  resume(): void
}

export interface ServerPlan {
  /** As people call it: used in errors and in the name of its folder. */
  name: string
  program: string
  /** Taken as it is; otherwise a free one. */
  port?: number | undefined
  /** A folder for the data that is kept at `stop`; otherwise a new one that is removed. */
  folder?: string | undefined
  args(port: number, folder: string): string[]
  url(port: number, folder: string): string
  /** Added to this process's own environment. */
  env?: NodeJS.ProcessEnv
  /** Where its output is appended, and kept at `stop`; otherwise a file that is removed. */
  logFile?: string | undefined
  /** Talks to the server as a client does; `false` or an error means not yet. Each call must bound itself. */
  ready(port: number, folder: string): Promise<boolean>
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 10_000
const TRIES = 4

/** Runs what the plan describes and resolves once it answers; rejects with the end of its log if it does not. */
export async function startServer(plan: ServerPlan): Promise<Server> {
  // With no port given, someone may take the free one before the server does.
  for (let left = plan.port === undefined ? TRIES : 1; ; left--) {
    try {
      return await startOnce(plan, plan.port ?? (await freePort()))
    } catch (error) {
      if (left <= 1) throw error
    }
  }
}

async function startOnce(plan: ServerPlan, port: number): Promise<Server> {
  const scratch = await mkdtemp(join(tmpdir(), `parley-${plan.name.toLowerCase()}-`))
  const folder = plan.folder ?? join(scratch, 'data')
  const temporary = join(scratch, 'tmp')
  const logFile = plan.logFile ?? join(scratch, 'log')
  const watchdog = startWatchdog(scratch)
  const cleanUp = async () => {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 })
    watchdog.dismiss()
  }
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(temporary)])

  const start = async () => {
    const args = plan.args(port, folder)
    const env = { TMPDIR: temporary, ...plan.env }
    const started = await startProcess({ program: plan.program, args, logFile, env, watchdog })
    try {
      await untilReady(plan, port, folder, started, logFile)
    } catch (error) {
      await end(started)
      throw error
    }
    return started
  }

  let running: ServerProcess
  try {
    running = await start()
  } catch (error) {
    await cleanUp()
    throw error
  }
  return {
    port,
    url: plan.url(port, folder),
    get pid() {
      return running.pid
    },
    get end() {
      return running.end
    },
    async kill(signal = 'SIGKILL') {
      running.signal(signal)
      await running.end
    },
    async stop() {
      await end(running)
      await cleanUp()
    },
    async restart() {
      await end(running)
      running = await start()
    },
    pause: () => running.signal('SIGSTOP'),
    resume: () => running.signal('SIGCONT'),
  }
}

async function untilReady(
  plan: ServerPlan,
  port: number,
  folder: string,
  running: ServerProcess,
  logFile: string,
): Promise<void> {
  const last = performance.now() + READY_WITHIN_MS
  let cause: unknown
  while (!running.ended && performance.now() < last) {
    try {
      if ((await plan.ready(port, folder)) && !running.ended) return
    } catch (error) {
      cause = error
    }
    await sleep(15)
  }
  const happened = running.ended ? 'ended while starting' : `was not ready within ${READY_WITHIN_MS} ms`
  const log = (await readFile(logFile, 'utf8')).slice(-2000)
  throw new Error(`${plan.name} (${plan.program}) on port ${port} ${happened}\n${log}`, { cause })
}

async function end(running: ServerProcess): Promise<void> {
  running.signal('SIGCONT') // a frozen process does not hear that it should stop
  running.signal('SIGTERM')
  const force = setTimeout(() => running.signal('SIGKILL'), STOP_WITHIN_MS)
  await running.end
  clearTimeout(force)
}
