import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { limits, notifications } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { Hub } from './hub.ts'

const gatherMs = 50
const tries = 3
const pauseMs = 300

/**
 * Has the members of groups counted who have sockets here: nobody else knows who is there to be told. Those who come
 * within a moment are asked for together; where that fails they are counted one by one.
 */
export class GroupUnread {
  readonly #app: FastifyInstance
  readonly #hub: Hub
  readonly #stopping = new AbortController()
  /** No more than there are rooms. */
  #users = new Set<string>()
  #running: Promise<void> | undefined

  constructor(app: FastifyInstance, hub: Hub) {
    this.#app = app
    this.#hub = hub
  }

  add(user: string): void {
    this.#users.add(user)
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** While one request is under way, the next one gathers. */
  async #run(): Promise<void> {
    while (this.#users.size > 0) {
      await this.#pause(gatherMs)
      if (this.#stopping.signal.aborted) return
      const users = [...this.#users]
      this.#users = new Set()
      const batches: Promise<void>[] = []
      for (let i = 0; i < users.length; i += limits.groupMembers)
        batches.push(this.#tell(users.slice(i, i + limits.groupMembers)))
      await Promise.all(batches)
    }
  }

  async #tell(users: string[]): Promise<void> {
    const context = { actor: null, requestId: randomUUID() }
    for (let i = 0; i < tries && !this.#stopping.signal.aborted; i++) {
      try {
        await this.#app.call(notifications.tellUnread, { users }, context)
        return
      } catch (error) {
        this.#app.log.debug(
          { err: error, requestId: context.requestId },
          'members of groups were not counted',
        )
      }
      await this.#pause(pauseMs * 2 ** i)
    }
    for (const user of users) this.#hub.roomWith(user)?.unread.ask()
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}
