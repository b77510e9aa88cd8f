import type { Unread } from '@parley/contracts'

/** Somebody whose unread is to be counted and told, and who waits for that. */
interface Wish {
  /** When what is to be told happened. */
  at: number
  tries: number
  told: PromiseWithResolvers<void>
}

export interface TellerParts {
  /** Counts for these people (at most 200), in any order. */
  ask: (users: string[]) => Promise<Unread[]>
  /** Tells a person. `at` is when the first of what led to this happened. @throws where it cannot be told now */
  push: (unread: Unread, at: number) => void
  onFailure: (error: unknown) => void
  /** How long changes are gathered before a count: 20 ms. */
  gatherMs?: number
  /** From a person's count to the next one of the same person at least: 200 ms. Nobody reads numbers faster. */
  paceMs?: number
  /** After a failed count, doubled up to 8 times with each further failure: 200 ms. */
  pauseMs?: number
  /** People who may wait for their count at once: 10,000. */
  maxWaiting?: number
}

const maxTries = 3
/** As many as `messages.unreadOf` takes. */
const maxAsked = 200
const maxAsks = 4

/**
 * Counts and tells what people have not read, as often as it changes but no oftener than anybody could read it: changes
 * are gathered, people are counted together, and nobody is counted twice at once or twice within a pause. What
 * changes meanwhile leads to one more count after that, so that the last one told is the newest.
 */
export class UnreadTeller {
  readonly #parts: TellerParts
  readonly #waiting = new Map<string, Wish>()
  /** Being counted, or counted a moment ago. */
  readonly #resting = new Set<string>()
  readonly #rests = new Set<NodeJS.Timeout>()
  readonly #underWay = new Set<Promise<void>>()
  #room = Promise.withResolvers<void>()
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #closed = false

  constructor(parts: TellerParts) {
    this.#parts = parts
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Resolves when all these people (each with the time of the change) were told counts made after this call. Takes
   * people in only while there is room for them. @throws when some could not be told in several tries
   */
  async tell(people: ReadonlyMap<string, number>): Promise<void> {
    const told: Promise<void>[] = []
    for (const [user, at] of people) {
      while (!this.#hasRoom(user)) await this.#room.promise
      if (this.#closed) throw new Error('the teller is closed')
      told.push(this.#wish(user, at))
    }
    await Promise.all(told)
  }

  /** Gives up those who wait; resolves when the counts under way are told. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const rest of this.#rests) clearTimeout(rest)
    for (const wish of this.#waiting.values()) wish.told.reject(new Error('the teller is closed'))
    this.#waiting.clear()
    this.#makeRoom()
    await Promise.all(this.#underWay)
  }

  #hasRoom(user: string): boolean {
    return this.#closed || this.#waiting.has(user) || this.#waiting.size < (this.#parts.maxWaiting ?? 10_000)
  }

  #makeRoom(): void {
    this.#room.resolve()
    this.#room = Promise.withResolvers()
  }

  #wish(user: string, at: number): Promise<void> {
    let wish = this.#waiting.get(user)
    if (!wish) {
      wish = { at, tries: 0, told: Promise.withResolvers() }
      // It may fail before the one who waits for it gets round to looking.
      wish.told.promise.catch(() => undefined)
      this.#waiting.set(user, wish)
    }
    wish.at = Math.min(wish.at, at)
    this.#schedule()
    return wish.told.promise
  }

  #schedule(): void {
    if (this.#closed || this.#timer !== undefined) return
    const { gatherMs = 20, pauseMs = 200 } = this.#parts
    const delayMs = this.#failures === 0 ? gatherMs : pauseMs * 2 ** Math.min(this.#failures - 1, 3)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#start()
    }, delayMs)
  }

  #start(): void {
    while (this.#underWay.size < maxAsks) {
      const wishes = this.#take()
      if (wishes.size === 0) return
      const count: Promise<void> = this.#count(wishes).finally(() => {
        this.#underWay.delete(count)
        this.#rest([...wishes.keys()])
        if (this.#waiting.size > 0) this.#schedule()
      })
      this.#underWay.add(count)
    }
  }

  /** One timer for all who were counted together. */
  #rest(users: string[]): void {
    if (this.#closed) return
    const rest = setTimeout(() => {
      this.#rests.delete(rest)
      for (const user of users) this.#resting.delete(user)
      if (this.#waiting.size > 0) this.#schedule()
    }, this.#parts.paceMs ?? 200)
    this.#rests.add(rest)
  }

  #take(): Map<string, Wish> {
    const wishes = new Map<string, Wish>()
    for (const [user, wish] of this.#waiting) {
      if (wishes.size >= maxAsked) break
      if (this.#resting.has(user)) continue
      wishes.set(user, wish)
      this.#waiting.delete(user)
      this.#resting.add(user)
    }
    if (wishes.size > 0) this.#makeRoom()
    return wishes
  }

  async #count(wishes: Map<string, Wish>): Promise<void> {
    try {
      const counted = await this.#parts.ask([...wishes.keys()])
      for (const unread of counted) {
        const wish = wishes.get(unread.user)
        if (wish) this.#parts.push(unread, wish.at)
      }
      this.#failures = 0
      for (const wish of wishes.values()) wish.told.resolve()
    } catch (error) {
      this.#failures += 1
      this.#parts.onFailure(error)
      for (const [user, wish] of wishes) this.#again(user, wish, error)
    }
  }

  /** Back into the line, together with what changed meanwhile; after several tries it is left to who asked for it. */
  #again(user: string, wish: Wish, error: unknown): void {
    wish.tries += 1
    if (this.#closed || wish.tries >= maxTries) {
      wish.told.reject(error)
      return
    }
    const newer = this.#waiting.get(user)
    if (!newer) {
      this.#waiting.set(user, wish)
      return
    }
    newer.at = Math.min(newer.at, wish.at)
    newer.told.promise.then(wish.told.resolve, wish.told.reject)
  }
}
