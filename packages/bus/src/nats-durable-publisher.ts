import { headers, type Msg } from '@nats-io/transport-node'
import { durableSubject } from './durable-subject.ts'
import { BusUnavailable } from './errors.ts'
import { encode } from './nats-frame.ts'
import type { NatsRequests } from './nats-requests.ts'
import { type NatsStreams, streamName } from './nats-streams.ts'

const ackWithinMs = 5_000

/** JetStream's answer to a publish. */
interface PubAck {
  stream?: string
  error?: { code?: number; description?: string }
}

/** Publishes to JetStream and waits for its acknowledgement. */
export class NatsDurablePublisher {
  #requests: NatsRequests
  #streams: NatsStreams

  constructor(requests: NatsRequests, streams: NatsStreams) {
    this.#requests = requests
    this.#streams = streams
  }

  /** @throws BusUnavailable when it is not known to be kept; a repeat with the same id does no harm */
  async publish(subject: string, payload: unknown, id: string): Promise<void> {
    const { owner } = durableSubject(subject)
    const frame = encode(payload)
    try {
      await this.#publishOnce(owner, subject, frame, id)
    } catch {
      // A stream that was removed under a living connection: made again, and tried once more.
      this.#streams.forget(owner)
      try {
        await this.#publishOnce(owner, subject, frame, id)
      } catch (cause) {
        throw new BusUnavailable('not acknowledged by JetStream', { cause })
      }
    }
  }

  async #publishOnce(owner: string, subject: string, frame: string, id: string): Promise<void> {
    await this.#streams.ensure(owner)
    const made = headers()
    // JetStream knows ids by stream, the bus by subject.
    made.set('Nats-Msg-Id', `${subject}:${id}`)
    made.set('Nats-Expected-Stream', streamName(owner))
    const ack = readAck(await this.#requests.ask(subject, frame, ackWithinMs, made))
    if (ack.stream !== streamName(owner)) {
      throw new BusUnavailable(ack.error?.description ?? 'the answer is not JetStream’s')
    }
  }
}

function readAck(msg: Msg): PubAck {
  const ack: unknown = msg.json()
  return typeof ack === 'object' && ack !== null ? ack : {}
}
