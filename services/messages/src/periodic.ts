import type { Clock } from './clock.ts'

/** Work that is done again and again, never twice at once. What it throws is reported, and it is tried again. */
export class Periodic {
  readonly #clock: Clock
  readonly #ms: number
  readonly #work: () => Promise<void>
  readonly #onError: (error: unknown) => void
  #underWay: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #again = false
  #closed = false

  /** @param ms from the end of one time to the start of the next */
  constructor(parts: {
    clock: Clock
    ms: number
    work: () => Promise<void>
    onError: (error: unknown) => void
  }) {
    this.#clock = parts.clock
    this.#ms = parts.ms
    this.#work = parts.work
    this.#onError = parts.onError
  }

  /** Does it now, or once more as soon as what is under way has ended. Resolves when that is through. */
  async run(): Promise<void> {
    if (this.#closed) return
    if (this.#underWay) this.#again = true
    else this.#underWay = this.#rounds()
    await this.#underWay
  }

  /** Ends it; resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancel?.()
    await this.#underWay
  }

  async #rounds(): Promise<void> {
    this.#cancel?.()
    do {
      this.#again = false
      try {
        await this.#work()
      } catch (error) {
        this.#onError(error)
        break
      }
    } while (this.#again && !this.#closed)
    this.#underWay = undefined
    if (!this.#closed) this.#cancel = this.#clock.after(this.#ms, () => void this.run())
  }
}
