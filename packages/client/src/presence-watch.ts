import type { Presence } from '@parley/contracts/socket'
import type { Connection } from './connection.ts'

/** A server watches no more people than this for one socket. */
const maxWatched = 200

/** Whose presence is asked for, on each socket anew. */
export class PresenceWatch {
  readonly #connection: Connection
  readonly #told: (presence: Presence) => void
  #users: readonly string[] = []

  constructor(connection: Connection, told: (presence: Presence) => void) {
    this.#connection = connection
    this.#told = told
  }

  /** Instead of whom it watched before. */
  watch(users: readonly string[]): void {
    this.#users = users.slice(0, maxWatched)
    this.resume()
  }

  /** After each hello. */
  resume(): void {
    if (this.#users.length === 0) return
    this.#connection
      .request('watch', { users: this.#users })
      .then(({ presence }) => {
        for (const one of presence) this.#told(one)
      })
      // Asked again at the next hello.
      .catch(() => {})
  }
}
