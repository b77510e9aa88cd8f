import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from './connection.ts'
import type { Hub } from './hub.ts'

const spreadMs = 3_000
const slices = 30
/** A process that is too slow for its work does not get faster by more of it. */
const leastBetweenMs = 10_000

/**
 * After live events may have been lost: asks for each socket whether its session lives and lets it compare heads,
 * spread over 3 s. One at a time; one that is wanted meanwhile follows.
 */
export class Recovery {
  #hub: Hub
  #log: FastifyBaseLogger
  #stopping = new AbortController()
  #running: Promise<void> | undefined
  #wanted = false
  #endedAt = Number.NEGATIVE_INFINITY

  constructor(hub: Hub, log: FastifyBaseLogger) {
    this.#hub = hub
    this.#log = log
  }

  /** The connection to the bus was lost and is back. */
  reconnected(): void {
    this.#log.info('the bus is back: sockets compare heads')
    this.#start()
  }

  /** The process did nothing for so long that a server may have given up on it. */
  stalled(ms: number): void {
    this.#log.warn({ ms }, 'the process stood still')
    if (performance.now() - this.#endedAt >= leastBetweenMs && !this.#running) this.#start()
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  #start(): void {
    if (this.#stopping.signal.aborted) return
    this.#wanted = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      this.#endedAt = performance.now()
    })
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#stopping.signal.aborted) {
      this.#wanted = false
      const connections = shuffled([...this.#hub.connections()])
      const perSlice = Math.ceil(connections.length / slices)
      while (connections.length > 0 && !this.#stopping.signal.aborted) {
        // Those of one slice are asked for together: their sessions are few calls to a service, or none.
        await Promise.all(connections.splice(0, perSlice).map(recover))
        if (connections.length > 0) await this.#pause()
      }
    }
  }

  async #pause(): Promise<void> {
    const { signal } = this.#stopping
    await pause(spreadMs / slices, undefined, { signal }).catch(() => undefined)
  }
}

async function recover(connection: Connection): Promise<void> {
  await connection.recheck()
  if (!connection.closed) connection.recover()
}

function shuffled<T>(values: T[]): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    const [one, other] = [values[i], values[j]]
    if (one === undefined || other === undefined) continue
    values[i] = other
    values[j] = one
  }
  return values
}
