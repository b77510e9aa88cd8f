import { randomUUID } from 'node:crypto'
import type { socket } from '@parley/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { People } from '../people/people.ts'
import type { PresenceStore } from './presence.ts'

export interface ShownPresenceParts {
  store: PresenceStore
  people: Pick<People, 'hiding'>
  log: Pick<FastifyBaseLogger, 'warn'>
}

/**
 * Presence as people may see it: who hides theirs is to others like somebody who was never here, and so is everybody to
 * them. While it cannot be told who hides, nothing is known of anybody.
 */
export class ShownPresence {
  readonly #parts: ShownPresenceParts
  #isAway = false

  constructor(parts: ShownPresenceParts) {
    this.#parts = parts
  }

  /** What a viewer may know of these people. Never rejects. */
  async of(viewer: string, users: readonly string[]): Promise<Map<string, socket.Presence>> {
    const [known, hiding] = await Promise.all([this.stored(users), this.hiding([viewer, ...users])])
    if (!hiding) return new Map()
    const blind = hiding.has(viewer)
    const shown = users.flatMap((user) => {
      const presence = blind ? concealed(user) : shownOf(user, known, hiding)
      return presence ? [[user, presence] as const] : []
    })
    return new Map(shown)
  }

  /** Who of these people is there, whether they hide it or not: for whoever looks after the hiding. Never rejects. */
  stored(users: readonly string[]): Promise<Map<string, socket.Presence>> {
    return this.#parts.store.of(users)
  }

  /** Those of these people who hide their presence; undefined while nobody can tell. Never rejects. */
  async hiding(ids: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    try {
      const hiding = await this.#parts.people.hiding(ids, randomUUID())
      this.#isAway = false
      return hiding
    } catch (error) {
      if (!this.#isAway) this.#parts.log.warn({ err: error }, 'who hides their presence is not known')
      this.#isAway = true
      return undefined
    }
  }
}

/** Undefined where nothing is known. */
export function shownOf(
  user: string,
  known: ReadonlyMap<string, socket.Presence>,
  hiding: ReadonlySet<string>,
): socket.Presence | undefined {
  return hiding.has(user) ? concealed(user) : known.get(user)
}

/** Somebody of whom nothing can be seen. */
export function concealed(user: string): socket.Presence {
  return { user, online: false }
}
