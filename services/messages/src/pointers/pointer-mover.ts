import { ParleyError, type Pointer } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { PointerNews } from '../heads/instance-news.ts'
import type { Happening, LiveTeller } from '../live-teller.ts'
import type { PointerMove, Store } from '../store/store.ts'

const remembered = 50_000
const maxWaiting = 10_000
const batchMoves = 500
const gatherMs = 10

/** A pointer to be stored, and whom that is told to. */
export interface ToldMove extends PointerMove {
  told: readonly string[]
}

interface Waiting {
  move: ToldMove
  stored: PromiseWithResolvers<Pointer>
}

/** Stores how far members have read and received, many at a time, and shows it to the members. */
export class PointerMover {
  readonly #store: Store
  readonly #live: LiveTeller
  readonly #clock: Clock
  readonly #onStored: (pointers: PointerNews[]) => void
  /** Stored at least this far. */
  readonly #known = new LRUCache<string, Pointer>({ max: remembered })
  #waiting = new Map<string, Waiting>()
  #working: Promise<void> | undefined

  constructor(parts: {
    store: Store
    live: LiveTeller
    clock: Clock
    onStored: (pointers: PointerNews[]) => void
  }) {
    this.#store = parts.store
    this.#live = parts.live
    this.#clock = parts.clock
    this.#onStored = parts.onStored
  }

  /** What others have stored. */
  learn(pointers: readonly PointerNews[]): void {
    for (const { conversation, pointer } of pointers) {
      const key = keyOf(conversation, pointer.user)
      const known = this.#known.get(key)
      if (known) this.#known.set(key, further(known, pointer))
    }
  }

  /** A pointer that is stored at least this far, if one is known here. */
  known(conversation: string, user: string): Pointer | undefined {
    return this.#known.get(keyOf(conversation, user))
  }

  /** Resolves with the pointer as it stands when it is stored. @throws ParleyError UNAVAILABLE */
  async move(move: ToldMove): Promise<Pointer> {
    const key = keyOf(move.conversation, move.user)
    const known = this.#known.get(key)
    if (known && isCovered(move, known)) return known
    let waiting = this.#waiting.get(key)
    if (waiting) waiting.move = further(waiting.move, move)
    else {
      if (this.#waiting.size >= maxWaiting) throw new ParleyError('UNAVAILABLE')
      waiting = { move, stored: Promise.withResolvers() }
      this.#waiting.set(key, waiting)
      this.#working ??= this.#work()
    }
    return await waiting.stored.promise
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    await this.#working
  }

  async #work(): Promise<void> {
    while (this.#waiting.size > 0) {
      await new Promise<void>((resolve) => void this.#clock.after(gatherMs, resolve))
      const batch = this.#take()
      try {
        await this.#storeAll(batch)
      } catch (error) {
        for (const { stored } of batch) stored.reject(error)
      }
    }
    this.#working = undefined
  }

  #take(): Waiting[] {
    const batch: Waiting[] = []
    for (const [key, waiting] of this.#waiting) {
      if (batch.length === batchMoves) break
      batch.push(waiting)
      this.#waiting.delete(key)
    }
    return batch
  }

  async #storeAll(batch: Waiting[]): Promise<void> {
    await this.#store.move({ heads: [], pointers: batch.map(({ move }) => move) })
    const moved = await this.#standing(batch.map(({ move }) => move))
    this.#onStored(moved)
    const told: Happening[] = []
    for (const [i, { move, stored }] of batch.entries()) {
      const { conversation, pointer } = moved[i] ?? newsOf(move)
      told.push({ conversation, event: { type: 'receipt', conversation, pointer }, users: move.told })
      stored.resolve(pointer)
    }
    this.#live.tell(told)
  }

  /** How the moved pointers stand now, in their order; the store is asked for those that were not met here before. */
  async #standing(moves: readonly PointerMove[]): Promise<PointerNews[]> {
    const unknown = moves.filter(({ conversation, user }) => !this.#known.has(keyOf(conversation, user)))
    const conversations = [...new Set(unknown.map(({ conversation }) => conversation))]
    const found = conversations.length > 0 ? await this.#store.find(conversations) : undefined
    return moves.map((move) => {
      const { conversation, pointer } = newsOf(move)
      const key = keyOf(conversation, pointer.user)
      const stored = found?.get(conversation)?.pointers.find(({ user }) => user === pointer.user)
      const standing = further(pointer, this.#known.get(key) ?? stored ?? pointer)
      this.#known.set(key, standing)
      return { conversation, pointer: standing }
    })
  }
}

function keyOf(conversation: string, user: string): string {
  return `${conversation} ${user}`
}

function newsOf({ conversation, user, readSeq, readN, deliveredSeq }: PointerMove): PointerNews {
  return { conversation, pointer: { user, readSeq, readN, deliveredSeq } }
}

function isCovered(move: PointerMove, by: Pointer): boolean {
  return move.readSeq <= by.readSeq && move.readN <= by.readN && move.deliveredSeq <= by.deliveredSeq
}

function further<P extends Pointer>(one: P, other: Pointer): P {
  return {
    ...one,
    readSeq: Math.max(one.readSeq, other.readSeq),
    readN: Math.max(one.readN, other.readN),
    deliveredSeq: Math.max(one.deliveredSeq, other.deliveredSeq),
  }
}
