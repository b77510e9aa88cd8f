import type { socket } from '@parley/contracts'
import type { PresenceStore } from './presence.ts'

/** Someone who is told when the presence of those whom they watch changes. */
export interface Watcher {
  presenceChanged(presence: socket.Presence): void
}

interface Watched {
  watchers: Set<Watcher>
  /** What they were told last. */
  online: boolean | undefined
  /** They were told different things, as when one asked while the other was being told: all are told anew. */
  disagree: boolean
}

const askedAtOnce = 1_000

/** Asks for the presence of everyone who is watched here, all at once, and passes on what has changed. */
export class Watchers {
  #store: PresenceStore
  #watched = new Map<string, Watched>()
  #lists = new Map<Watcher, readonly string[]>()
  #asking = false

  constructor(store: PresenceStore) {
    this.#store = store
  }

  /** Replaces whom `watcher` watches, and returns what is known of them. */
  async watch(watcher: Watcher, users: readonly string[]): Promise<socket.Presence[]> {
    this.forget(watcher)
    if (users.length > 0) this.#lists.set(watcher, users)
    for (const user of users) {
      const watched = this.#watched.get(user) ?? { watchers: new Set(), online: undefined, disagree: false }
      watched.watchers.add(watcher)
      this.#watched.set(user, watched)
    }
    const known = [...(await this.#store.of(users)).values()]
    for (const { user, online } of known) {
      const watched = this.#watched.get(user)
      if (!watched) continue
      watched.online ??= online
      watched.disagree ||= watched.online !== online
    }
    return known
  }

  forget(watcher: Watcher): void {
    for (const user of this.#lists.get(watcher) ?? []) {
      const watched = this.#watched.get(user)
      watched?.watchers.delete(watcher)
      if (watched?.watchers.size === 0) this.#watched.delete(user)
    }
    this.#lists.delete(watcher)
  }

  /** To be called every second or so; asks once at a time. */
  async poll(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      const users = [...this.#watched.keys()]
      for (let i = 0; i < users.length; i += askedAtOnce)
        this.#tell(await this.#store.of(users.slice(i, i + askedAtOnce)))
    } finally {
      this.#asking = false
    }
  }

  #tell(known: ReadonlyMap<string, socket.Presence>): void {
    for (const [user, presence] of known) {
      const watched = this.#watched.get(user)
      if (!watched || (watched.online === presence.online && !watched.disagree)) continue
      watched.online = presence.online
      watched.disagree = false
      for (const watcher of watched.watchers) watcher.presenceChanged(presence)
    }
  }
}
