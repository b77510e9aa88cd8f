import { randomUUID } from 'node:crypto'
import type { Person } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'

const patienceMs = 1_000
const pauseMs = 5_000

/** People whose entries are being passed on. Live entries do not wait long for names: nobody is known while accounts is away. */
export class Authors {
  #app: FastifyInstance
  #awayUntil = 0

  constructor(app: FastifyInstance) {
    this.#app = app
  }

  async of(ids: readonly string[]): Promise<Map<string, Person> | undefined> {
    if (Date.now() < this.#awayUntil) return undefined
    const late = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => {
      this.#awayUntil = Date.now() + pauseMs
      late.resolve(undefined)
    }, patienceMs)
    try {
      return await Promise.race([this.#ask(ids), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  async #ask(ids: readonly string[]): Promise<Map<string, Person> | undefined> {
    try {
      return await this.#app.people.byIds(ids, randomUUID())
    } catch (error) {
      this.#awayUntil = Date.now() + pauseMs
      this.#app.log.warn({ err: error }, 'entries go out without names')
      return undefined
    }
  }
}
