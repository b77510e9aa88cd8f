import type { Bus } from '@parley/bus'
import {
  type DataOf,
  type Head,
  type LiveEvent,
  liveSubject,
  type Own,
  type ownChanged,
  ParleyError,
} from '@parley/contracts'
import type { OwnNews } from '../heads/instance-news.ts'
import type { EventTeller } from '../event-teller.ts'
import { twoOf } from '../members.ts'
import type { OwnChange, Store } from '../store/store.ts'

/** Changes of one person, each of which waits for those before. */
const maxWaiting = 100

/** Stores how people arrange their conversations, and shows it to their devices. What one person asks for is done in turn. */
export class Arranger {
  readonly #store: Store
  readonly #bus: Bus
  readonly #teller: EventTeller<DataOf<typeof ownChanged>>
  readonly #onStored: (owns: OwnNews[]) => void
  readonly #turns = new Map<string, { last: Promise<unknown>; waiting: number }>()

  constructor(parts: {
    store: Store
    bus: Bus
    teller: EventTeller<DataOf<typeof ownChanged>>
    onStored: (owns: OwnNews[]) => void
  }) {
    this.#store = parts.store
    this.#bus = parts.bus
    this.#teller = parts.teller
    this.#onStored = parts.onStored
  }

  /** Does `work` when all that this person asked for before is done. @throws ParleyError RATE_LIMITED */
  async inTurn<T>(user: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(user) ?? { last: Promise.resolve(), waiting: 0 }
    if (turn.waiting >= maxWaiting) throw new ParleyError('RATE_LIMITED')
    this.#turns.set(user, turn)
    turn.waiting += 1
    const done = turn.last.then(work)
    turn.last = done.catch(() => undefined)
    try {
      return await done
    } finally {
      turn.waiting -= 1
      if (turn.waiting === 0) this.#turns.delete(user)
    }
  }

  /** Resolves when it is stored and told. @throws ParleyError NOT_FOUND, UNAVAILABLE */
  async arrange(change: OwnChange, head: Head): Promise<Own> {
    const { conversation, user } = change
    const own = (await this.#store.arrange(change)) ?? (await this.#arrangeNew(change, head))
    if (!own) throw new ParleyError('NOT_FOUND')
    this.#onStored([{ conversation, user, own }])
    const events: LiveEvent[] = [{ type: 'arranged', conversation, own }]
    this.#bus.publish(liveSubject(user), events)
    await this.#teller.tell({ conversation, user, revision: own.revision })
    return own
  }

  /** Of what was written a moment ago the store may not know yet. */
  async #arrangeNew(change: OwnChange, head: Head): Promise<Own | undefined> {
    const { conversation } = change
    const members = twoOf(conversation)
    await this.#store.move({ heads: [{ conversation, members, head }], pointers: [] })
    return await this.#store.arrange(change)
  }
}
