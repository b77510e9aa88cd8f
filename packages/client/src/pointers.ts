import type { Pointer } from '@parley/contracts/entries'

/** How far members have received and read, as far as this client was told. Moves forward only. */
export class Pointers {
  readonly #byConversation = new Map<string, Map<string, Pointer>>()
  readonly #moved: (conversation: string, pointer: Pointer) => void

  constructor(moved: (conversation: string, pointer: Pointer) => void) {
    this.#moved = moved
  }

  of(conversation: string): readonly Pointer[] {
    return [...(this.#byConversation.get(conversation)?.values() ?? [])]
  }

  get(conversation: string, user: string): Pointer | undefined {
    return this.#byConversation.get(conversation)?.get(user)
  }

  /** Receipts may come late or twice: only what is further counts. */
  merge(conversation: string, pointer: Pointer): void {
    const pointers = this.#pointersOf(conversation)
    const known = pointers.get(pointer.user)
    const merged = known === undefined ? { ...pointer } : furthest(known, pointer)
    if (known !== undefined && isSame(known, merged)) return
    pointers.set(pointer.user, merged)
    this.#moved(conversation, merged)
  }

  #pointersOf(conversation: string): Map<string, Pointer> {
    const known = this.#byConversation.get(conversation)
    if (known !== undefined) return known
    const made = new Map<string, Pointer>()
    this.#byConversation.set(conversation, made)
    // The oldest is told anew when it is next needed.
    const [oldest] = this.#byConversation.keys()
    if (this.#byConversation.size > maxConversations && oldest !== undefined) {
      this.#byConversation.delete(oldest)
    }
    return made
  }
}

const maxConversations = 20_000

function furthest(one: Pointer, other: Pointer): Pointer {
  return {
    user: one.user,
    readSeq: Math.max(one.readSeq, other.readSeq),
    readN: Math.max(one.readN, other.readN),
    deliveredSeq: Math.max(one.deliveredSeq, other.deliveredSeq),
  }
}

function isSame(one: Pointer, other: Pointer): boolean {
  return one.readSeq === other.readSeq && one.readN === other.readN && one.deliveredSeq === other.deliveredSeq
}
