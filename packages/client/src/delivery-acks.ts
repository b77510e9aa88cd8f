import type { Pauses } from './pauses.ts'

export interface DeliveryAcksParts {
  pauses: Pauses
  everyMs: number
  isOnline: () => boolean
  send: (conversation: string, seq: number) => void
}

/** Tells the server what has arrived here, gathered: the newest seq of a conversation stands for all before it. */
export class DeliveryAcks {
  readonly #parts: DeliveryAcksParts
  readonly #due = new Map<string, number>()
  #isPlanned = false

  constructor(parts: DeliveryAcksParts) {
    this.#parts = parts
  }

  /** Bounded by the number of conversations; what is due while there is no connection waits for it. */
  add(conversation: string, seq: number): void {
    this.#due.set(conversation, Math.max(seq, this.#due.get(conversation) ?? 0))
    this.plan()
  }

  /** To be called again when the connection is back. */
  plan(): void {
    if (this.#isPlanned || this.#due.size === 0 || !this.#parts.isOnline()) return
    this.#isPlanned = true
    this.#flush().catch(() => {})
  }

  async #flush(): Promise<void> {
    await this.#parts.pauses.wait(this.#parts.everyMs)
    this.#isPlanned = false
    if (!this.#parts.isOnline()) return
    for (const [conversation, seq] of this.#due) this.#parts.send(conversation, seq)
    this.#due.clear()
  }
}
