import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NamedProcess } from '../processes/usage.ts'

export interface NodeProcessOptions {
  name: string
  /** The program's file. */
  entry: string
  env: NodeJS.ProcessEnv
  /** Where its output goes. */
  folder: string
  /** Writes a CPU profile there when it ends. */
  profiles?: string | undefined
}

const errorLevel = 50
const onRequest = join(import.meta.dirname, '../child/on-request.ts')
const endWithinMs = 15_000

/** A Node process of the bench's own. It ends with the bench, however that ends: it hears of a broken channel. */
export class NodeProcess implements NamedProcess {
  readonly name: string
  readonly #child: ChildProcess
  readonly #logFile: string
  readonly #ended: Promise<unknown>
  #isWanted = true

  constructor({ name, entry, env, folder, profiles }: NodeProcessOptions) {
    this.name = name
    this.#logFile = join(folder, `${name.replaceAll(/[^a-z0-9-]/g, '-')}.log`)
    const log = openSync(this.#logFile, 'a')
    const profiling = profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : []
    const flags = ['--disable-warning=ExperimentalWarning', '--expose-gc', '--import', onRequest]
    this.#child = spawn(process.execPath, [...flags, ...profiling, entry], {
      env,
      stdio: ['ignore', log, log, 'ipc'],
      detached: process.platform !== 'win32',
    })
    closeSync(log)
    this.#ended = once(this.#child, 'exit')
    this.#child.on('error', () => undefined) // told by `assertRunning`
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** @throws Error with the end of what it wrote, where it has ended by itself */
  assertRunning(): void {
    if (this.isRunning || !this.#isWanted) return
    throw new Error(`${this.name} has ended:\n${readFileSync(this.#logFile, 'utf8').slice(-2_000)}`)
  }

  /** What it logged as an error or worse, and what is no line of a log. */
  complaints(): string[] {
    const lines = readFileSync(this.#logFile, 'utf8').split('\n').filter(Boolean)
    return lines.filter((line) => !isBelowError(line)).map((line) => `${this.name}: ${line}`)
  }

  /** The next message of this process that is an object with such a key. */
  async told(key: string): Promise<number> {
    const ended = this.#ended.then(() => this.assertRunning())
    for (;;) {
      const came = await Promise.race([once(this.#child, 'message'), ended])
      const message: unknown = came?.[0]
      if (typeof message !== 'object' || message === null) throw new Error(`${this.name} has ended`)
      const value: unknown = Reflect.get(message, key)
      if (typeof value === 'number') return value
    }
  }

  /** Collects garbage; resolves with the bytes on its heap and outside of it. */
  async collectGarbage(): Promise<number> {
    const collected = this.told('collected')
    this.#child.send('collect garbage')
    return await collected
  }

  async kill(): Promise<void> {
    this.#isWanted = false
    this.#child.kill('SIGKILL')
    if (this.isRunning) await this.#ended
  }

  /** In good order, after 15 s by force. */
  async stop(): Promise<void> {
    this.#isWanted = false
    if (!this.isRunning) return
    const force = setTimeout(() => this.#child.kill('SIGKILL'), endWithinMs)
    this.#child.kill('SIGTERM')
    await this.#ended
    clearTimeout(force)
  }
}

function isBelowError(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    return typeof level === 'number' && level < errorLevel
  } catch {
    return false
  }
}
