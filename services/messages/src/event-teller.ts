const maxKept = 10_000

/** Something that one member did in a conversation; of several the newest says it all. */
export interface MemberEvent {
  conversation: string
  user: string
}

export interface EventTellerParts<D> {
  tell: (data: D, id: string) => Promise<void>
  /** What tells this event from all others. */
  idOf: (data: D) => string
  /** Who hears it is in this process: what is not told when it ends is asked for anew by everybody. */
  isAlone: boolean
  onError: (error: unknown) => void
}

/** Tells what members did. What the bus does not take now is kept (the newest of each) and told later. */
export class EventTeller<D extends MemberEvent> {
  readonly #parts: EventTellerParts<D>
  readonly #untold = new Map<string, D>()

  constructor(parts: EventTellerParts<D>) {
    this.#parts = parts
  }

  /** Resolves when it will be told, also if this process ends now: when the bus has it, or it is kept to be told later. */
  async tell(data: D): Promise<void> {
    const told = this.#tellNow(data)
    // In one process to be heard is to be counted anew, for which whoever did it need not wait.
    if (!this.#parts.isAlone) await told
  }

  /** Tries again what is kept. @throws where that is in vain */
  async tellKept(): Promise<void> {
    const { tell, idOf } = this.#parts
    for (const [key, data] of this.#untold) {
      await tell(data, idOf(data))
      if (this.#untold.get(key) === data) this.#untold.delete(key)
    }
  }

  async #tellNow(data: D): Promise<void> {
    const { tell, idOf, onError } = this.#parts
    try {
      await tell(data, idOf(data))
    } catch (error) {
      onError(error)
      this.#keep(data)
    }
  }

  // Beyond the bound the oldest goes: its person's count is renewed by whatever comes next.
  #keep(data: D): void {
    const key = `${data.conversation} ${data.user}`
    this.#untold.delete(key)
    this.#untold.set(key, data)
    const [oldest] = this.#untold.keys()
    if (this.#untold.size > maxKept && oldest !== undefined) this.#untold.delete(oldest)
  }
}
