import { randomUUID } from 'node:crypto'
import { directConversation, type socket } from '@parley/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { Blocks } from '../people/blocks.ts'
import type { People } from '../people/people.ts'
import type { PresenceStore } from './presence.ts'

export interface ShownPresenceParts {
  store: PresenceStore
  people: Pick<People, 'hiding'>
  blocks: Pick<Blocks, 'closed'>
  log: Pick<FastifyBaseLogger, 'warn'>
}

/**
 * Presence as people may see it: who hides theirs is to others like somebody who was never here, and so is everybody to
 * them; and so are two to each other of whom one blocks the other. While it cannot be told who does, nothing is known of
 * anybody.
 */
export class ShownPresence {
  readonly #parts: ShownPresenceParts
  /** What cannot be told now, and was logged. */
  readonly #away = new Set<string>()

  constructor(parts: ShownPresenceParts) {
    this.#parts = parts
  }

  /** What a viewer may know of these people. Never rejects. */
  async of(viewer: string, users: readonly string[]): Promise<Map<string, socket.Presence>> {
    const [known, hiding, apart] = await Promise.all([
      this.stored(users),
      this.hiding([viewer, ...users]),
      this.apart(viewer, users),
    ])
    if (!hiding || !apart) return new Map()
    const blind = hiding.has(viewer)
    const shown = users.flatMap((user) => {
      const presence = blind || apart.has(user) ? concealed(user) : shownOf(user, known, hiding)
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
    return await this.#told('who hides their presence', () => this.#parts.people.hiding(ids, randomUUID()))
  }

  /** Those of these conversations whose two see nothing of each other; undefined while nobody can tell. Never rejects. */
  async closed(conversations: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    return await this.#told('who blocks whom', () => this.#parts.blocks.closed(conversations, randomUUID()))
  }

  /** Those of these people of whom somebody sees nothing, nor they of them; undefined while nobody can tell. Never rejects. */
  async apart(viewer: string, users: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    const others = users.filter((user) => user !== viewer)
    const closed = await this.closed(others.map((user) => directConversation(viewer, user)))
    return closed && new Set(others.filter((user) => closed.has(directConversation(viewer, user))))
  }

  async #told<T>(what: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await ask()
      this.#away.delete(what)
      return answer
    } catch (error) {
      if (!this.#away.has(what)) this.#parts.log.warn({ err: error }, `${what} is not known`)
      this.#away.add(what)
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
