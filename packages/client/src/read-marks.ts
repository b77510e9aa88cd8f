import type { Pointer } from '@parley/contracts/entries'
import { ParleyError } from '@parley/contracts/parley-error'
import type { Pauses } from './pauses.ts'

export interface ReadMarksParts {
  pauses: Pauses
  isOnline: () => boolean
  read: (conversation: string, seq: number) => Promise<Pointer>
  stored: (conversation: string, pointer: Pointer) => void
}

/** Marks conversations as read, and repeats it until the server has answered. One request per conversation at a time. */
export class ReadMarks {
  readonly #parts: ReadMarksParts
  readonly #due = new Map<string, number>()
  readonly #busy = new Set<string>()

  constructor(parts: ReadMarksParts) {
    this.#parts = parts
  }

  mark(conversation: string, seq: number): void {
    this.#due.set(conversation, Math.max(seq, this.#due.get(conversation) ?? 0))
    this.#run(conversation).catch(() => {})
  }

  /** To be called when the connection is back. */
  resume(): void {
    for (const conversation of this.#due.keys()) this.#run(conversation).catch(() => {})
  }

  async #run(conversation: string): Promise<void> {
    if (this.#busy.has(conversation)) return
    this.#busy.add(conversation)
    try {
      await this.#markAll(conversation)
    } finally {
      this.#busy.delete(conversation)
    }
  }

  async #markAll(conversation: string): Promise<void> {
    const { isOnline, read, stored } = this.#parts
    let failures = 0
    for (;;) {
      const seq = this.#due.get(conversation)
      if (seq === undefined || !isOnline()) return
      try {
        const pointer = await read(conversation, seq)
        if (this.#due.get(conversation) === seq) this.#due.delete(conversation)
        stored(conversation, pointer)
        failures = 0
      } catch (error) {
        if (isFinal(error)) this.#due.delete(conversation)
        failures += 1
        await this.#parts.pauses.afterFailure(failures, error)
      }
    }
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof ParleyError && ['INVALID', 'NOT_FOUND', 'FORBIDDEN'].includes(error.code)
}
