import { directConversation, directMembers } from '@parley/contracts'
import type { ShownPresence } from './shown-presence.ts'

/** Watchers, each with at most some hundred whom they watch, in one question. */
const askedAtOnce = 20

interface Eyes {
  readonly user: string
}

/** What has changed for one watcher. */
export interface Parted<W> {
  watcher: W
  /** Of these it is told nothing from now on. */
  apart: string[]
  /** Of these it is told again. */
  together: string[]
}

/** Of whom watchers are told nothing, as one of the two blocks the other. */
export class Apart<W extends Eyes> {
  readonly #presence: Pick<ShownPresence, 'closed'>
  readonly #of = new Map<W, ReadonlySet<string>>()

  constructor(presence: Pick<ShownPresence, 'closed'>) {
    this.#presence = presence
  }

  has(watcher: W, user: string): boolean {
    return this.#of.get(watcher)?.has(user) ?? false
  }

  learn(watcher: W, apart: ReadonlySet<string>): void {
    this.#of.set(watcher, apart)
  }

  forget(watcher: W): void {
    this.#of.delete(watcher)
  }

  /**
   * Asks anew about the two of a conversation (null: about all), for who watches as `lists` says, and goes by the answer
   * from now on. Returns what is another thing by that.
   */
  async renew(lists: ReadonlyMap<W, readonly string[]>, conversation: string | null): Promise<Parted<W>[]> {
    const pair = conversation === null ? undefined : directMembers(conversation)
    const concerned = [...lists].flatMap(([watcher, users]) => {
      const others = users.filter((user) => user !== watcher.user && (!pair || pair.includes(user)))
      return others.length > 0 && (!pair || pair.includes(watcher.user)) ? [{ watcher, users, others }] : []
    })
    const parted: Parted<W>[] = []
    for (let i = 0; i < concerned.length; i += askedAtOnce) {
      const some = concerned.slice(i, i + askedAtOnce)
      const closed = await this.#presence.closed(
        some.flatMap(({ watcher, others }) => others.map((user) => directConversation(watcher.user, user))),
      )
      for (const { watcher, users, others } of some) {
        // It may watch others by now, or have left.
        if (lists.get(watcher) !== users) continue
        // While nobody can tell, they are: what is told by mistake cannot be taken back.
        const isApart = (user: string) => closed?.has(directConversation(watcher.user, user)) ?? true
        const changed = others.filter((user) => this.has(watcher, user) !== isApart(user))
        if (changed.length === 0) continue
        const [apart, together] = [changed.filter(isApart), changed.filter((user) => !isApart(user))]
        const kept = [...(this.#of.get(watcher) ?? [])].filter((user) => !together.includes(user))
        this.#of.set(watcher, new Set([...kept, ...apart]))
        parted.push({ watcher, apart, together })
      }
    }
    return parted
  }
}
