import type { Meter } from '../statistics/meter.ts'

const maxFaults = 10

/** Connections that each ask again as soon as they are answered. */
export class Requests {
  readonly #faults = new Set<string>()
  #failures = 0
  #isAsking = true
  #workers: Promise<void>[]

  /** `ask` makes one request of connection i and throws what is wrong with its answer. */
  constructor(connections: number, meter: Meter, ask: (connection: number) => Promise<void>) {
    this.#workers = Array.from({ length: connections }, async (_, connection) => {
      while (this.#isAsking && this.#failures < maxFaults) {
        const startedAt = performance.now()
        try {
          await ask(connection)
          meter.took(performance.now() - startedAt)
        } catch (error) {
          this.#failures += 1
          this.#faults.add(error instanceof Error ? error.message : String(error))
        }
      }
    })
  }

  /** What was wrong, each once. */
  get faults(): string[] {
    return [...this.#faults]
  }

  /** Resolves when what was asked has been answered. */
  async stop(): Promise<void> {
    this.#isAsking = false
    await Promise.all(this.#workers)
  }
}
