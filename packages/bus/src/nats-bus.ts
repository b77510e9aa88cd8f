import type { Bus, Subscription } from './bus.ts'
import { BusTimeout, BusUnavailable, type ErrorListener } from './errors.ts'
import { NatsConsumer } from './nats-consumer.ts'
import { NatsDurablePublisher } from './nats-durable-publisher.ts'
import { decode, encode } from './nats-frame.ts'
import { type Listening, NatsLink } from './nats-link.ts'
import { NatsRequests } from './nats-requests.ts'
import { NatsResponder } from './nats-responder.ts'
import { NatsStreams } from './nats-streams.ts'
import { within } from './within.ts'

const closeWithinMs = 8_000

export interface NatsBusOptions {
  /** `nats://[user:password@|token@]host[:port]`, several separated by commas; `tls://` asks for encryption. */
  url: string
  /** Shown by the server's monitoring. */
  name: string
  /** Told of what handlers throw and what the server complains of; subject '' for the connection itself. */
  onError: ErrorListener
  /** Copies of each durable stream in a cluster (default 1). */
  streamReplicas?: number
}

/**
 * The bus over NATS. Resolves also while the server is away, with `connected` false: it connects later by
 * itself, and so it does after every loss. What is published meanwhile is dropped, what is asked is refused.
 * @throws TypeError for a URL that is none
 */
export async function natsBus({ url, name, onError, streamReplicas = 1 }: NatsBusOptions): Promise<Bus> {
  const link = new NatsLink({ url, name, onError })
  const requests = new NatsRequests(link)
  const streams = new NatsStreams(link, streamReplicas)
  const publisher = new NatsDurablePublisher(requests, streams)
  const parts = new Set<Subscription>()
  let open = true
  let dropping = false
  let closing: Promise<void> | undefined
  await requests.open()
  await link.open()

  function assertOpen(): void {
    if (!open) throw new BusUnavailable('the bus is closed')
  }

  /** Keeps a responder or consumer for close, which lets it finish. */
  async function started(part: { open(): Promise<void>; close(): Promise<void> }): Promise<Subscription> {
    assertOpen()
    const subscription = {
      async close() {
        await part.close()
        parts.delete(subscription)
      },
    }
    parts.add(subscription)
    await part.open()
    return subscription
  }

  async function shutDown(): Promise<void> {
    open = false
    const underWay = [...parts].map((part) => part.close())
    await within(closeWithinMs, Promise.all([...underWay, requests.pending.idle()]))
    requests.close()
    await link.close()
  }

  return {
    get connected() {
      return link.connected
    },

    publish(subject, payload) {
      if (!link.connected) return
      try {
        link.publish(subject, encode(payload))
        dropping = false
      } catch (error) {
        // A server that reads too slowly is one complaint, not one for each message.
        if (!dropping || !(error instanceof BusUnavailable)) onError(error, subject)
        dropping = error instanceof BusUnavailable
      }
    },

    async subscribe(subject, handler, { queue } = {}) {
      assertOpen()
      const listening: Listening = {
        subject,
        ...(queue === undefined ? {} : { queue }),
        callback: (error, msg) => {
          try {
            if (error) throw error
            handler(decode(msg), msg.subject)
          } catch (thrown) {
            onError(thrown, subject)
          }
        },
      }
      await link.listen(listening)
      return {
        async close() {
          link.unlisten(listening)
        },
      }
    },

    async request(subject, payload, { timeoutMs = 5_000 } = {}) {
      const answer = await requests.ask(subject, encode(payload), timeoutMs)
      try {
        return decode(answer)
      } catch (cause) {
        throw new BusTimeout('the answer cannot be read', { cause })
      }
    },

    respond(subject, queue, handler) {
      return started(new NatsResponder(link, subject, queue, handler, onError))
    },

    async publishDurable(subject, payload, id) {
      await publisher.publish(subject, payload, id)
    },

    async consume(subject, name, handler, { maxBatch = 100 } = {}) {
      return started(new NatsConsumer({ link, streams, subject, name, handler, maxBatch, onError }))
    },

    flush: () => link.flush(),

    onConnection: (listener) => link.onConnection(listener),

    close() {
      closing ??= shutDown()
      return closing
    },
  }
}
