import {
  type Entry,
  errorTable,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
  type PublicError,
} from '@parley/contracts'

/** One message that waits to be sent. */
export interface Waiting {
  clientId: string
  content: { text: string } | { forward: { conversation: string; n: number } }
  re: number | undefined
  seen: number | undefined
  requestId: string
  resolve: (entry: Entry) => void
  reject: (error: ParleyError) => void
}

export type SendResult = OutputOf<typeof messages.send>['results'][number]

export interface SendQueueParts {
  /** Lets one message through. @throws ParleyError RATE_LIMITED */
  take: () => Promise<void>
  /** Sends a batch in order; results in that order, cut after a failed one. @throws ParleyError */
  send: (batch: readonly Waiting[]) => Promise<readonly SendResult[]>
  /** Called when nothing is under way and nothing waits. */
  onIdle: () => void
}

const maxBatch = 64
const maxWaiting = 1_024
/** A bus message has to stay below a megabyte; in JSON one UTF-16 unit takes at most six bytes. */
const maxBatchUnits = (512 * 1024) / 6
/** The answer has the text of what is forwarded. */
const longestUnits = 2 * limits.messageCharacters

/**
 * Messages of one person to one conversation: one request under way, what gathers meanwhile is the next, in order.
 * Where one fails so that its sender will try again, all that wait behind it fail too: else they would overtake it.
 */
export class SendQueue {
  #waiting: Waiting[] = []
  #running = false
  #parts: SendQueueParts

  constructor(parts: SendQueueParts) {
    this.#parts = parts
  }

  /** @throws ParleyError RATE_LIMITED where too many wait already */
  add(message: Waiting): void {
    if (this.#waiting.length >= maxWaiting)
      throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs: 1_000 })
    this.#waiting.push(message)
    if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) {
      const { batch, refusal } = await this.#next()
      const failure = (batch.length > 0 ? await this.#send(batch) : undefined) ?? refusal
      if (failure) this.#failAll(failure)
    }
    this.#running = false
    this.#parts.onIdle()
  }

  /** Takes what fits into one request off the queue; `refusal` says why what follows may not be sent now. */
  async #next(): Promise<{ batch: Waiting[]; refusal?: ParleyError }> {
    const batch: Waiting[] = []
    const ids = new Set<string>()
    let units = 0
    for (;;) {
      const next = this.#waiting[0]
      // The same client id twice in one request could not be told apart in its results.
      if (!next || batch.length >= maxBatch || ids.has(next.clientId)) return { batch }
      units += 'text' in next.content ? next.content.text.length : longestUnits
      if (batch.length > 0 && units > maxBatchUnits) return { batch }
      try {
        await this.#parts.take()
      } catch (error) {
        return { batch, refusal: asParleyError(error) }
      }
      batch.push(next)
      ids.add(next.clientId)
      this.#waiting.shift()
    }
  }

  /** Returns the failure that those behind must not overtake, if there is one. */
  async #send(batch: Waiting[]): Promise<ParleyError | undefined> {
    try {
      return this.#settle(batch, await this.#parts.send(batch))
    } catch (error) {
      const failure = asParleyError(error)
      for (const message of batch) message.reject(failure)
      return isRetried(failure) ? failure : undefined
    }
  }

  #settle(batch: Waiting[], results: readonly SendResult[]): ParleyError | undefined {
    let failure: ParleyError | undefined
    let isRefused = false
    const untried: Waiting[] = []
    for (const [index, message] of batch.entries()) {
      const result = results[index]
      if (result && 'entry' in result) message.resolve(result.entry)
      else if (result) {
        const error = ParleyError.fromPublic(result.error as PublicError)
        // Behind one that was refused for good nothing was tried, and nothing is overtaken.
        if (isRefused && isUntried(error)) {
          untried.push(message)
          continue
        }
        message.reject(error)
        if (isRetried(error)) failure ??= error
        else isRefused = true
      } else if (index === 0) {
        failure = new ParleyError('INTERNAL', undefined, { unclear: true })
        message.reject(failure)
      } else untried.push(message)
    }
    // A message that is refused for good holds nobody up.
    this.#waiting.unshift(...untried)
    return failure
  }

  #failAll(failure: ParleyError): void {
    const behind = new ParleyError('UNAVAILABLE', 'An earlier message was not sent.', {
      cause: failure,
      ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    })
    for (const message of this.#waiting.splice(0))
      message.reject(failure.code === 'RATE_LIMITED' ? failure : behind)
  }
}

function isRetried(error: ParleyError): boolean {
  return error.unclear || errorTable[error.code].retry
}

function isUntried(error: ParleyError): boolean {
  return error.code === 'UNAVAILABLE' && !error.unclear
}

function asParleyError(error: unknown): ParleyError {
  return error instanceof ParleyError ? error : new ParleyError('INTERNAL', undefined, { cause: error })
}
