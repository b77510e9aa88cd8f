import {
  AckPolicy,
  type Consumer,
  type ConsumerMessages,
  DeliverPolicy,
  jetstream,
  JetStreamApiError,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { durablePattern } from './durable-subject.ts'
import type { ErrorListener } from './errors.ts'
import { growingPauseMs, pause } from './growing-pause.ts'
import { NatsBatches } from './nats-batches.ts'
import type { NatsLink } from './nats-link.ts'
import { type NatsStreams, streamName } from './nats-streams.ts'

/** What a killed member had fetched comes to another one after this. */
const ackWaitMs = 5_000
const maxAckPending = 1_000
const pullMs = 30_000
const heartbeatMs = 5_000
/** JetStream's codes for a consumer and a stream that are not there. */
const notFound = [10_014, 10_059]

export interface NatsConsumerOptions {
  link: NatsLink
  streams: NatsStreams
  subject: string
  name: string
  handler: (payloads: unknown[]) => Promise<void>
  maxBatch: number
  onError: ErrorListener
}

/** One member of a durable JetStream consumer; makes stream and consumer again when the server has lost them. */
export class NatsConsumer {
  #options: NatsConsumerOptions
  #owner: string
  #durable: string
  #batches: NatsBatches
  #stopping = new AbortController()
  #existed = false
  #pulling: ConsumerMessages | undefined
  #loop: Promise<void> | undefined

  constructor(options: NatsConsumerOptions) {
    const { owner, noun, past } = durablePattern(options.subject)
    this.#options = options
    this.#owner = owner
    // By subject too: one name on two subjects are two consumers for JetStream.
    this.#durable = [options.name, noun, past].join('--').replaceAll('*', 'any')
    this.#batches = new NatsBatches(options)
  }

  /** Resolves when the consumer exists, or when that cannot be had now and is tried on. */
  async open(): Promise<void> {
    const consumer = this.#options.link.connected ? await this.#ensure().catch(this.#report) : undefined
    this.#loop = this.#run(consumer)
  }

  /** Resolves when the batch under way is handled; what was fetched beyond it goes to the others at once. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#pulling?.close()
    await this.#loop
    // Until the server knows, it may send the next message to a member that listens no more.
    if (this.#options.link.connected) await this.#options.link.flush().catch(() => undefined)
  }

  async #run(first: Consumer | undefined): Promise<void> {
    const { signal } = this.#stopping
    let consumer = first
    let failures = 0
    while (!signal.aborted) {
      try {
        await this.#connected()
        if (signal.aborted) break
        consumer ??= await this.#ensure()
        await this.#pull(consumer)
        failures = 0
      } catch (error) {
        consumer = undefined
        this.#options.streams.forget(this.#owner)
        if (this.#options.link.connected) this.#report(error)
        await pause(growingPauseMs(++failures, 100, 5_000), signal)
      }
    }
    await this.#batches.close()
  }

  /** Fetches and handles until the server ends this pull: full, out of time, or gone. */
  async #pull(consumer: Consumer): Promise<void> {
    this.#pulling = await consumer.fetch({
      max_messages: this.#options.maxBatch,
      expires: pullMs,
      idle_heartbeat: heartbeatMs,
      // After a reconnect it pulls at once; a consumer that is gone then ends the pull by "no responders".
      bind: true,
    })
    if (this.#stopping.signal.aborted) void this.#pulling.close()
    for await (const msg of this.#pulling) this.#batches.add(msg)
    await this.#batches.idle()
  }

  async #ensure(): Promise<Consumer> {
    const stream = streamName(this.#owner)
    await this.#options.streams.ensure(this.#owner)
    const manager = await this.#options.streams.manager()
    const known = await manager.consumers.info(stream, this.#durable).catch((error: unknown) => {
      if (error instanceof JetStreamApiError && notFound.includes(error.code)) return undefined
      throw error
    })
    if (!known) {
      await manager.consumers.add(stream, {
        durable_name: this.#durable,
        filter_subject: this.#options.subject,
        ack_policy: AckPolicy.Explicit,
        // What a wiped server has got since is all new; of a consumer that somebody removed, old ones come again.
        deliver_policy: this.#existed ? DeliverPolicy.All : DeliverPolicy.New,
        ack_wait: nanos(ackWaitMs),
        max_ack_pending: maxAckPending,
      })
    }
    this.#existed = true
    return jetstream(this.#options.link.connection).consumers.get(stream, this.#durable)
  }

  #connected(): Promise<void> {
    const { link } = this.#options
    const { signal } = this.#stopping
    if (link.connected || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        forget()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const forget = link.onConnection((connected) => connected && done())
      signal.addEventListener('abort', done)
    })
  }

  #report = (error: unknown): undefined => {
    this.#options.onError(error, this.#options.subject)
  }
}
