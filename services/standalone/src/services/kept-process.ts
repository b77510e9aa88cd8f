import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const firstPauseMs = 500
const longestPauseMs = 15_000
/** A process that lived this long was well: the next pause is short again. */
const wellAfterMs = 30_000

export interface KeptProcessOptions {
  name: string
  entry: string
  env: NodeJS.ProcessEnv
  say: (line: string) => void
}

/** A service as a process of its own that is started again whenever it ends, after a growing pause, until `stop`. */
export class KeptProcess {
  readonly #options: KeptProcessOptions
  #child: ChildProcess
  #startedAt = 0
  #pauseMs = firstPauseMs
  #timer: NodeJS.Timeout | undefined
  #stopping = false

  constructor(options: KeptProcessOptions) {
    this.#options = options
    this.#child = this.#start()
  }

  /** Asks it to end, by force after 12 s. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const force = setTimeout(() => child.kill('SIGKILL'), 12_000)
    child.kill('SIGTERM')
    await once(child, 'exit')
    clearTimeout(force)
  }

  #start(): ChildProcess {
    const { entry, env } = this.#options
    this.#startedAt = Date.now()
    // A process group of its own: Ctrl-C at a terminal ends this program, which then ends its services in order.
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: process.platform !== 'win32',
    })
    child.once('error', (error) =>
      this.#options.say(`${this.#options.name} could not be started: ${error.message}`),
    )
    child.once('exit', (code, signal) => this.#ended(signal ?? `code ${code}`))
    return child
  }

  #ended(how: string): void {
    if (this.#stopping) return
    if (Date.now() - this.#startedAt > wellAfterMs) this.#pauseMs = firstPauseMs
    this.#options.say(`${this.#options.name} ended (${how}); starting it again in ${this.#pauseMs / 1_000} s`)
    this.#timer = setTimeout(() => {
      this.#child = this.#start()
      this.#options.say(`${this.#options.name} was started again`)
    }, this.#pauseMs)
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs)
  }
}
