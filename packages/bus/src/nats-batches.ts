import type { JsMsg } from '@nats-io/jetstream'
import type { ErrorListener } from './errors.ts'
import { growingPauseMs } from './growing-pause.ts'
import { UnderWay } from './under-way.ts'

const firstPauseMs = 50
const maxPauseMs = 30_000
/** Well under the time after which JetStream gives a silent member's messages to another. */
const stillWorkingMs = 1_500

/**
 * Hands what was fetched to a handler, one batch at a time, and tells JetStream how it went. It holds no more
 * than was fetched, which its owner bounds.
 */
export class NatsBatches {
  #subject: string
  #handler: (payloads: unknown[]) => Promise<void>
  #maxBatch: number
  #onError: ErrorListener
  #waiting: JsMsg[] = []
  #handling: JsMsg[] = []
  #busy = new UnderWay(1)
  #closed = false
  #stillWorking: NodeJS.Timeout | undefined

  constructor(options: {
    subject: string
    handler: (payloads: unknown[]) => Promise<void>
    maxBatch: number
    onError: ErrorListener
  }) {
    this.#subject = options.subject
    this.#handler = options.handler
    this.#maxBatch = options.maxBatch
    this.#onError = options.onError
  }

  add(msg: JsMsg): void {
    if (this.#closed) return msg.nak()
    this.#waiting.push(msg)
    if (!this.#busy.full) void this.#work()
  }

  /** Resolves when everything that was added is handled, or on close the batch under way. */
  idle(): Promise<void> {
    return this.#busy.idle()
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const msg of this.#waiting.splice(0)) msg.nak()
    await this.#busy.idle()
  }

  async #work(): Promise<void> {
    this.#busy.start()
    this.#stillWorking = setInterval(() => {
      for (const msg of [...this.#handling, ...this.#waiting]) msg.working()
    }, stillWorkingMs)
    try {
      // What one read of the socket brought is one batch.
      await new Promise(setImmediate)
      while (this.#waiting.length > 0) await this.#handle()
    } finally {
      clearInterval(this.#stillWorking)
      this.#busy.end()
    }
  }

  async #handle(): Promise<void> {
    const payloads: unknown[] = []
    this.#handling = this.#waiting.splice(0, this.#maxBatch).filter((msg) => this.#read(msg, payloads))
    try {
      if (payloads.length > 0) await this.#handler(payloads)
      for (const msg of this.#handling) msg.ack()
    } catch (error) {
      this.#onError(error, this.#subject)
      for (const msg of this.#handling) {
        msg.nak(growingPauseMs(msg.info.deliveryCount, firstPauseMs, maxPauseMs))
      }
    } finally {
      this.#handling = []
    }
  }

  /** What is not JSON never will be: it is ended instead of coming again for days. */
  #read(msg: JsMsg, payloads: unknown[]): boolean {
    try {
      payloads.push(msg.data.length === 0 ? undefined : msg.json())
      return true
    } catch (error) {
      this.#onError(error, this.#subject)
      msg.term('not JSON')
      return false
    }
  }
}
