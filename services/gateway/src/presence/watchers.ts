import type { socket } from '@parley/contracts'
import { Apart } from './apart.ts'
import { concealed, type ShownPresence, shownOf } from './shown-presence.ts'
import type { Watcher } from './watcher.ts'

type Presence = socket.Presence

interface Watched {
  watchers: Set<Watcher>
  /** What they were told last. */
  online: boolean | undefined
  /** They were told different things, as when one asked while the other was being told: all are told anew. */
  disagree: boolean
}

type Shown = Pick<ShownPresence, 'stored' | 'hiding' | 'apart' | 'closed'>

const askedAtOnce = 1_000
const maxTries = 3

/** Asks for the presence of everyone who is watched here, all at once, and passes on what has changed. */
export class Watchers {
  #presence: Shown
  #watched = new Map<string, Watched>()
  #lists = new Map<Watcher, readonly string[]>()
  /** Who is told nothing: they hide their own presence, or it is not known yet whether they do. */
  #blind = new Set<Watcher>()
  /** Of whom a watcher is told nothing, as one of the two blocks the other. */
  #apart: Apart<Watcher>
  /** One after the other, so that the last that is told is the last that was. */
  #parting: Promise<void> = Promise.resolve()
  /** Those here, watched or watching, who may have hidden or shown themselves. */
  #doubtful = new Set<string>()
  /** Grows with each of them: an answer to what was asked before may be of before, and is not passed on. */
  #generation = 0
  #asking = false

  constructor(presence: Shown) {
    this.#presence = presence
    this.#apart = new Apart(presence)
  }

  /** Replaces whom `watcher` watches, and returns what is known of them. */
  async watch(watcher: Watcher, users: readonly string[]): Promise<Presence[]> {
    this.forget(watcher)
    if (users.length === 0) return []
    this.#lists.set(watcher, users)
    this.#blind.add(watcher)
    for (const user of users) {
      const watched = this.#watched.get(user) ?? { watchers: new Set(), online: undefined, disagree: false }
      watched.watchers.add(watcher)
      this.#watched.set(user, watched)
    }
    for (let tries = 0; tries < maxTries; tries++) {
      const generation = this.#generation
      const [known, hiding, apart] = await Promise.all([
        this.#presence.stored(users),
        this.#presence.hiding([watcher.user, ...users]),
        this.#presence.apart(watcher.user, users),
      ])
      if (!hiding || !apart) break
      if (generation !== this.#generation) continue
      // It may watch others by now, or have left.
      const isHere = this.#lists.get(watcher) === users
      if (isHere) this.#apart.learn(watcher, apart)
      if (hiding.has(watcher.user)) return users.map(concealed)
      const shown = users.flatMap((user) =>
        apart.has(user) ? concealed(user) : (shownOf(user, known, hiding) ?? []),
      )
      if (isHere) this.#see(watcher, shown)
      return shown
    }
    // It is told as soon as that can be.
    if (this.#lists.get(watcher) === users) this.#doubtful.add(watcher.user)
    return []
  }

  /** Whoever watches this person, as long as anybody does: then always the same object. */
  watched(user: string): { readonly watchers: Iterable<Watcher> } | undefined {
    return this.#watched.get(user)
  }

  /** Everyone who is watched. */
  all(): Iterable<string> {
    return this.#watched.keys()
  }

  forget(watcher: Watcher): void {
    for (const user of this.#lists.get(watcher) ?? []) {
      const watched = this.#watched.get(user)
      watched?.watchers.delete(watcher)
      if (watched?.watchers.size === 0) this.#watched.delete(user)
    }
    this.#lists.delete(watcher)
    this.#blind.delete(watcher)
    this.#apart.forget(watcher)
  }

  /** To be called every second or so; asks once at a time. */
  async poll(): Promise<void> {
    await this.#alone(async () => {
      const users = [...this.#watched.keys()]
      for (let i = 0; i < users.length; i += askedAtOnce)
        await this.#tellNews(users.slice(i, i + askedAtOnce))
    })
  }

  /** Somebody (null: perhaps anybody) has changed: what can be seen of it is passed on at once. */
  async changed(user: string | null): Promise<void> {
    const here = this.#here()
    for (const one of user === null ? here : [user].filter((id) => here.has(id))) {
      this.#doubtful.add(one)
      this.#generation += 1
    }
    await this.#alone(async () => undefined)
  }

  /** The two of a conversation (null: perhaps any two) are apart from now on, or not any more: passed on at once. */
  parted(conversation: string | null): Promise<void> {
    this.#parting = this.#parting.then(() => this.#part(conversation))
    return this.#parting
  }

  async #part(conversation: string | null): Promise<void> {
    this.#generation += 1
    for (const { watcher, apart, together } of await this.#apart.renew(this.#lists, conversation)) {
      if (this.#blind.has(watcher)) continue
      for (const user of apart) watcher.presenceChanged(concealed(user))
      if (together.length > 0) await this.#showAgain(watcher, together)
    }
  }

  async #showAgain(watcher: Watcher, users: readonly string[]): Promise<void> {
    const [known, hiding] = await Promise.all([this.#presence.stored(users), this.#presence.hiding(users)])
    if (!hiding || !this.#lists.has(watcher) || this.#blind.has(watcher)) return
    for (const user of users) {
      const presence = shownOf(user, known, hiding)
      if (!presence || this.#apart.has(watcher, user)) continue
      watcher.presenceChanged(presence)
      // What the others were told last may be another thing by now.
      const watched = this.#watched.get(user)
      if (watched) watched.disagree ||= watched.online !== presence.online
    }
  }

  /** Does something, and then settles what came up meanwhile; what cannot be settled now is so after the next poll. */
  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      await work()
      for (let tries = 0; tries < maxTries && this.#doubtful.size > 0; tries++) await this.#settle()
    } finally {
      this.#asking = false
    }
  }

  async #tellNews(users: readonly string[]): Promise<void> {
    const generation = this.#generation
    const known = await this.#presence.stored(users)
    const news = [...known.values()].filter(({ user, online }) => this.#isNews(user, online))
    if (news.length === 0) return
    // Only of these, as few of all are ever news.
    const hiding = await this.#presence.hiding(news.map(({ user }) => user))
    if (!hiding || generation !== this.#generation) return
    for (const { user } of news) this.#tell(shownOf(user, known, hiding))
  }

  async #settle(): Promise<void> {
    const generation = this.#generation
    const doubtful = [...this.#doubtful]
    const watchers = [...this.#lists.keys()].filter(({ user }) => this.#doubtful.has(user))
    const unseen = watchers.flatMap((watcher) => (this.#blind.has(watcher) ? this.#listOf(watcher) : []))
    const users = [...new Set([...doubtful, ...unseen])]
    const known = new Map<string, Presence>()
    for (let i = 0; i < users.length; i += askedAtOnce)
      for (const [user, one] of await this.#presence.stored(users.slice(i, i + askedAtOnce)))
        known.set(user, one)
    const [hiding, aparts] = await Promise.all([this.#presence.hiding(users), this.#apartOf(watchers)])
    if (!hiding || !aparts || generation !== this.#generation) return
    for (const [watcher, apart] of aparts) if (this.#lists.has(watcher)) this.#apart.learn(watcher, apart)
    for (const watcher of watchers) this.#adjust(watcher, known, hiding)
    for (const user of doubtful) {
      const presence = shownOf(user, known, hiding)
      if (presence && this.#isNews(user, presence.online)) this.#tell(presence)
      this.#doubtful.delete(user)
    }
  }

  /** Of whom those see nothing who have not been told of anybody so far; undefined while nobody can tell. */
  async #apartOf(watchers: readonly Watcher[]): Promise<Map<Watcher, ReadonlySet<string>> | undefined> {
    const found = new Map<Watcher, ReadonlySet<string>>()
    for (const watcher of watchers.filter((one) => this.#blind.has(one))) {
      const apart = await this.#presence.apart(watcher.user, this.#listOf(watcher))
      if (!apart) return undefined
      found.set(watcher, apart)
    }
    return found
  }

  /** Takes all from the eyes of who hides their presence now, and gives it to those of who does not any more. */
  #adjust(watcher: Watcher, known: ReadonlyMap<string, Presence>, hiding: ReadonlySet<string>): void {
    const users = this.#listOf(watcher)
    if (hiding.has(watcher.user) === this.#blind.has(watcher)) return
    const told = hiding.has(watcher.user)
      ? users.map(concealed)
      : users.flatMap((user) =>
          this.#apart.has(watcher, user) ? concealed(user) : (shownOf(user, known, hiding) ?? []),
        )
    if (hiding.has(watcher.user)) this.#blind.add(watcher)
    else this.#see(watcher, told)
    for (const presence of told) watcher.presenceChanged(presence)
  }

  /** From now on this one is told of changes; this much is known to it. */
  #see(watcher: Watcher, shown: readonly Presence[]): void {
    this.#blind.delete(watcher)
    const told = new Map(shown.map(({ user, online }) => [user, online]))
    for (const user of this.#listOf(watcher)) {
      const watched = this.#watched.get(user)
      if (!watched || this.#apart.has(watcher, user)) continue
      watched.online ??= told.get(user)
      watched.disagree ||= watched.online !== told.get(user)
    }
  }

  #isNews(user: string, online: boolean): boolean {
    const watched = this.#watched.get(user)
    return watched !== undefined && (watched.online !== online || watched.disagree)
  }

  #tell(presence: Presence | undefined): void {
    const watched = presence && this.#watched.get(presence.user)
    if (!watched || !this.#isNews(presence.user, presence.online)) return
    watched.online = presence.online
    watched.disagree = false
    for (const watcher of watched.watchers)
      if (!this.#blind.has(watcher) && !this.#apart.has(watcher, presence.user))
        watcher.presenceChanged(presence)
  }

  #listOf(watcher: Watcher): readonly string[] {
    return this.#lists.get(watcher) ?? []
  }

  #here(): Set<string> {
    return new Set([...this.#watched.keys(), ...[...this.#lists.keys()].map(({ user }) => user)])
  }
}
