import { type DataOf, limits, type Pointer, type readMoved } from '@parley/contracts'
import type { EventTeller } from '../event-teller.ts'
import type { LogEnds } from '../log/log-ends.ts'
import type { Groups } from '../groups/groups.ts'
import { twoOf } from '../members.ts'
import type { PointerMover } from './pointer-mover.ts'

/** How far people have come: never beyond the log, never back. */
export class Pointers {
  readonly #ends: LogEnds
  readonly #mover: PointerMover
  readonly #groups: Groups
  readonly #teller: EventTeller<DataOf<typeof readMoved>>

  constructor(parts: {
    ends: LogEnds
    mover: PointerMover
    groups: Groups
    teller: EventTeller<DataOf<typeof readMoved>>
  }) {
    this.#ends = parts.ends
    this.#mover = parts.mover
    this.#groups = parts.groups
    this.#teller = parts.teller
  }

  /** Whether reading up to `seq` may leave the pointer where it is. */
  mayStand(conversation: string, user: string, seq: number): boolean {
    const known = this.#mover.known(conversation, user)
    return known === undefined || seq <= known.readSeq
  }

  /** Resolves when it is stored and told, also when it was before. @throws ParleyError UNAVAILABLE */
  async read(conversation: string, user: string, seq: number): Promise<Pointer> {
    const end = await this.#ends.reaching(conversation, seq)
    const readSeq = Math.min(seq, end.seq)
    const readN = await this.#ends.nAt(conversation, readSeq, end)
    return await this.moved(conversation, { user, readSeq, readN, deliveredSeq: readSeq })
  }

  /** Stores and tells a pointer that is known to be in the log. */
  async moved(conversation: string, pointer: Pointer): Promise<Pointer> {
    // Nothing written, nothing read.
    if (pointer.readSeq === 0) return pointer
    const stored = await this.#move(conversation, pointer)
    const { user, readSeq, readN } = stored
    await this.#teller.tell({ conversation, user, readSeq, readN })
    return stored
  }

  /** Resolves when it is stored. @throws ParleyError UNAVAILABLE */
  async delivered(conversation: string, user: string, seq: number): Promise<void> {
    const end = await this.#ends.reaching(conversation, seq)
    const deliveredSeq = Math.min(seq, end.seq)
    if (deliveredSeq > 0) await this.#move(conversation, { user, readSeq: 0, readN: 0, deliveredSeq })
  }

  async #move(conversation: string, pointer: Pointer): Promise<Pointer> {
    const members = twoOf(conversation)
    if (members.length > 0)
      return await this.#mover.move({ conversation, members, told: members, ...pointer })
    await this.#groups.settled(conversation)
    const told = await this.#toldOf(conversation, pointer.user)
    return await this.#mover.move({ conversation, members, told, ...pointer })
  }

  /** In a large group, how far somebody has come is the others' to ask for. */
  async #toldOf(conversation: string, user: string): Promise<string[]> {
    const { g = 0 } = this.#ends.known(conversation) ?? {}
    const state = await this.#groups.atLeast(conversation, g)
    const isSmall = (state?.members.size ?? 0) <= limits.receiptMembers
    return state && isSmall ? [...state.members.keys()] : [user]
  }
}
