import { randomUUID } from 'node:crypto'
import type { Person } from '@parley/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { People } from './people.ts'

/** Someone who is told when those whom they watch have another name or status. */
export interface Reader {
  personChanged(person: Person): void
}

export interface PeopleNewsParts {
  people: Pick<People, 'byIds'>
  /** Whoever watches somebody, as long as anybody does: then always the same object. */
  watched: (user: string) => { watchers: Iterable<Reader> } | undefined
  /** All who are watched. */
  all: () => Iterable<string>
  log: Pick<FastifyBaseLogger, 'warn'>
}

/**
 * Tells whoever watches somebody of another name or status. Of what has changed and nobody may know, nobody is told
 * anything: what people can see is compared with what it was.
 */
export class PeopleNews {
  readonly #parts: PeopleNewsParts
  /** How those who are watched looked last. */
  readonly #looks = new WeakMap<object, string>()
  /** One after the other, so that the last that is told is the last that was. */
  #telling: Promise<void> = Promise.resolve()

  constructor(parts: PeopleNewsParts) {
    this.#parts = parts
  }

  /** These are watched from now on. Never rejects. */
  async note(users: readonly string[]): Promise<void> {
    for (const person of await this.#people(users)) {
      const watched = this.#parts.watched(person.id)
      if (watched && !this.#looks.has(watched)) this.#looks.set(watched, lookOf(person))
    }
  }

  /** Somebody (null: perhaps anybody) has changed. Never rejects. */
  changed(user: string | null): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tell(user === null ? [...this.#parts.all()] : [user]))
    return this.#telling
  }

  async #tell(users: readonly string[]): Promise<void> {
    for (const person of await this.#people(users.filter((user) => this.#parts.watched(user)))) {
      const watched = this.#parts.watched(person.id)
      const look = lookOf(person)
      const before = watched && this.#looks.get(watched)
      if (!watched || before === look) continue
      this.#looks.set(watched, look)
      // Who is watched for no longer than this looks as they did when they were asked for.
      if (before !== undefined) for (const reader of watched.watchers) reader.personChanged(person)
    }
  }

  /** Nobody while accounts is away: clients learn of them at their next hello. */
  async #people(users: readonly string[]): Promise<Iterable<Person>> {
    if (users.length === 0) return []
    try {
      return (await this.#parts.people.byIds(users, randomUUID())).values()
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'what is new of people is not known')
      return []
    }
  }
}

function lookOf({ username, displayName, status, deleted }: Person): string {
  return JSON.stringify([username, displayName, deleted, status?.emoji, status?.text, status?.until])
}
