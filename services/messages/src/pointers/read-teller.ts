import type { DataOf, readMoved } from '@parley/contracts'

const maxKept = 10_000

type ReadMoved = DataOf<typeof readMoved>
export type TellRead = (data: ReadMoved, id: string) => Promise<void>

export interface ReadTellerParts {
  tell: TellRead
  /** Who hears it is in this process: what is not told when it ends is asked for anew by everybody. */
  isAlone: boolean
  onError: (error: unknown) => void
}

/** Tells that people have read further. What the bus does not take now is kept (the newest of each) and told later. */
export class ReadTeller {
  readonly #tell: TellRead
  readonly #isAlone: boolean
  readonly #onError: (error: unknown) => void
  readonly #untold = new Map<string, ReadMoved>()

  constructor(parts: ReadTellerParts) {
    this.#tell = parts.tell
    this.#isAlone = parts.isAlone
    this.#onError = parts.onError
  }

  /** Resolves when it will be told, also if this process ends now: when the bus has it, or it is kept to be told later. */
  async tell(read: ReadMoved): Promise<void> {
    const told = this.#tellNow(read)
    // In one process to be heard is to be counted anew, for which a person who reads need not wait.
    if (!this.#isAlone) await told
  }

  async #tellNow(read: ReadMoved): Promise<void> {
    try {
      await this.#tell(read, idOf(read))
    } catch (error) {
      this.#onError(error)
      this.#keep(read)
    }
  }

  /** Tries again what is kept. @throws where that is in vain */
  async tellKept(): Promise<void> {
    for (const [key, read] of this.#untold) {
      await this.#tell(read, idOf(read))
      if (this.#untold.get(key) === read) this.#untold.delete(key)
    }
  }

  // Beyond the bound the oldest goes: its reader's count is renewed by whatever comes next.
  #keep(read: ReadMoved): void {
    const key = `${read.conversation} ${read.user}`
    this.#untold.delete(key)
    this.#untold.set(key, read)
    const [oldest] = this.#untold.keys()
    if (this.#untold.size > maxKept && oldest !== undefined) this.#untold.delete(oldest)
  }
}

function idOf({ conversation, user, readSeq }: ReadMoved): string {
  return `${conversation}:${user}:${readSeq}`
}
