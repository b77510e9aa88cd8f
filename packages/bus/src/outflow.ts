const confirmEveryBytes = 1 << 20
const maxUnconfirmedBytes = 64 << 20

/**
 * How much was written that the server is not known to have read. The client buffers without a bound for a server
 * that stopped reading, until its pings notice; this is the bound.
 */
export class Outflow {
  #unconfirmedBytes = 0
  #confirming = false

  /** Whether 64 MB are on their way: no more should be written. */
  get full(): boolean {
    return this.#unconfirmedBytes > maxUnconfirmedBytes
  }

  /** `confirm` resolves when the server has read everything so far; it is called about once a megabyte. */
  wrote(bytes: number, confirm: () => Promise<void>): void {
    this.#unconfirmedBytes += bytes
    if (this.#unconfirmedBytes > confirmEveryBytes && !this.#confirming) void this.#confirm(confirm)
  }

  /** The connection is lost, and with it what was on its way. */
  reset(): void {
    this.#unconfirmedBytes = 0
  }

  async #confirm(confirm: () => Promise<void>): Promise<void> {
    this.#confirming = true
    const bytes = this.#unconfirmedBytes
    try {
      await confirm()
      this.#unconfirmedBytes = Math.max(0, this.#unconfirmedBytes - bytes)
    } catch {
      // Lost: whoever notices calls `reset`.
    } finally {
      this.#confirming = false
    }
  }
}
