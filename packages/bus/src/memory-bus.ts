import type { Bus, Subscription } from './bus.ts'
import { BusTimeout, BusUnavailable, type ErrorListener } from './errors.ts'
import { type Frame, MemoryCore } from './memory-core.ts'
import { MemoryDurable } from './memory-durable.ts'
import { UnderWay } from './under-way.ts'
import { within } from './within.ts'

const maxAnswersUnderWay = 4_096
const closeWithinMs = 8_000

export interface MemoryBusOptions {
  /** Told of what handlers throw; by default a process warning. */
  onError?: ErrorListener
  /** How often a consumer may reject a durable message until its publish fails (default 8: about 2.5 s). */
  maxAttempts?: number
  /** How long a durable publish waits for a consumer whose members have all left (default 5 s). */
  absentMs?: number
}

/**
 * The bus of one process: all parts of the process share the returned object. Payloads are handed over by
 * reference, never inside the caller's stack, in order. Durable messages do not survive the process: their
 * publish resolves only when every consumer has handled them, so what was not handled is its publisher's still.
 */
export function memoryBus(options: MemoryBusOptions = {}): Bus {
  const onError: ErrorListener =
    options.onError ?? ((error) => process.emitWarning(String(error), 'BusHandler'))
  const core = new MemoryCore(onError)
  const durable = new MemoryDurable({
    onError,
    maxAttempts: options.maxAttempts ?? 8,
    absentMs: options.absentMs ?? 5_000,
  })
  const responders = new Set<Subscription>()
  let open = true
  let closing: Promise<void> | undefined

  function assertOpen(): void {
    if (!open) throw new BusUnavailable('the bus is closed')
  }

  /** In the order in which they need each other: what answers, what is asked still, what consumes. */
  async function finish(): Promise<void> {
    await Promise.all([...responders].map((responder) => responder.close()))
    await core.pending.idle()
    await durable.close()
  }

  async function shutDown(): Promise<void> {
    await within(closeWithinMs, finish())
    core.pending.rejectAll(() => new BusTimeout('the bus was closed'))
    await core.drained()
    open = false
  }

  return {
    get connected() {
      return open
    },

    publish(subject, payload) {
      if (open) core.send({ subject, payload })
    },

    async subscribe(subject, handler, { queue } = {}) {
      assertOpen()
      let listening = true
      const end = core.listen({
        subject,
        queue,
        deliver: (frame) => {
          if (listening) handler(frame.payload, frame.subject)
        },
      })
      return {
        async close() {
          listening = false
          end()
        },
      }
    },

    async request(subject, payload, { timeoutMs = 5_000 } = {}) {
      assertOpen()
      return core.request(subject, payload, timeoutMs)
    },

    async respond(subject, queue, handler) {
      assertOpen()
      const underWay = new UnderWay(maxAnswersUnderWay)
      const end = core.listen({
        subject,
        queue,
        deliver: (frame) => {
          if (underWay.full) reject(core, frame, new BusUnavailable('the responder has too much under way'))
          else void answer(core, underWay, handler, frame, onError)
        },
      })
      const subscription = {
        async close() {
          responders.delete(subscription)
          end()
          await core.drained()
          await underWay.idle()
        },
      }
      responders.add(subscription)
      return subscription
    },

    publishDurable(subject, payload, id) {
      return durable.publish(subject, payload, id, () => core.send({ subject, payload }))
    },

    async consume(subject, name, handler, { maxBatch = 100 } = {}) {
      return durable.consume(subject, name, handler, maxBatch)
    },

    async flush() {
      assertOpen()
      await core.drained()
    },

    onConnection() {
      return () => undefined
    },

    close() {
      closing ??= shutDown()
      return closing
    },
  }
}

async function answer(
  core: MemoryCore,
  underWay: UnderWay,
  handler: (payload: unknown) => Promise<unknown>,
  frame: Frame,
  onError: ErrorListener,
): Promise<void> {
  underWay.start()
  try {
    const answered = await handler(frame.payload)
    if (frame.token !== undefined) core.pending.resolve(frame.token, answered)
  } catch (error) {
    onError(error, frame.subject)
    reject(core, frame, new BusTimeout('the responder failed', { cause: error }))
  } finally {
    underWay.end()
  }
}

function reject(core: MemoryCore, frame: Frame, error: Error): void {
  if (frame.token !== undefined) core.pending.reject(frame.token, error)
}
