import { type FileHandle, open } from 'node:fs/promises'

/** Brings to the disk what was written to a file before the call. */
export interface Flusher {
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * When what SQLite committed is durable. SQLite writes a commit to its write-ahead log and leaves the flush to us
 * (synchronous NORMAL; around copying the log into the file it flushes both by itself). Here it happens off the
 * calling thread: one at a time, for all that was committed before it began.
 */
export class WalFlush {
  readonly #flusher: Flusher
  #committed = 0
  #flushed = 0
  #flushing: Promise<void> | undefined

  constructor(flusher: Flusher) {
    this.#flusher = flusher
  }

  /** Something was written that is to be flushed. */
  committed(): void {
    this.#committed += 1
  }

  /** Resolves when all that was committed before the call is on the disk. @throws what the system says, then always */
  async done(): Promise<void> {
    const wanted = this.#committed
    while (this.#flushed < wanted) await (this.#flushing ??= this.#flush())
  }

  async close(): Promise<void> {
    await this.#flushing?.catch(() => undefined) // told to whoever waits for it
    await this.#flusher.close()
  }

  /** One that failed stays: after it the system may take for written what is not. */
  async #flush(): Promise<void> {
    const upTo = this.#committed
    await this.#flusher.flush()
    this.#flushed = upTo
    this.#flushing = undefined
  }
}

/** Of a file that is there by the first flush. */
export function fileFlusher(path: string): Flusher {
  let file: FileHandle | undefined
  return {
    async flush() {
      file ??= await open(path, 'r+')
      await file.datasync()
    },
    async close() {
      await file?.close()
      file = undefined
    },
  }
}
