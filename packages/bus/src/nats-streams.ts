import {
  DiscardPolicy,
  type JetStreamManager,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { NatsLink } from './nats-link.ts'

const maxAgeMs = 3 * 24 * 3_600_000
const maxBytes = 1 << 30
const duplicateWindowMs = 120_000
const nameInUse = 10_058

/** The name of an owner's stream. Owners are in lower case, so no two share one. */
export function streamName(owner: string): string {
  return `PARLEY_${owner.toUpperCase()}`
}

/** One JetStream stream for each owner's durable events, made when it is first needed and after it was lost. */
export class NatsStreams {
  #link: NatsLink
  #replicas: number
  #made = new Map<string, Promise<void>>()

  constructor(link: NatsLink, replicas: number) {
    this.#link = link
    this.#replicas = replicas
    // A server that comes back may have lost its store.
    link.onConnection(() => this.#made.clear())
  }

  /** Resolves when the stream is there; asks the server once for each connection. */
  ensure(owner: string): Promise<void> {
    let made = this.#made.get(owner)
    if (!made) {
      made = this.#make(owner)
      this.#made.set(owner, made)
      made.catch(() => this.#made.delete(owner))
    }
    return made
  }

  /** The stream did not behave as one that is there: look again. */
  forget(owner: string): void {
    this.#made.delete(owner)
  }

  manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.#link.connection, { checkAPI: false })
  }

  async #make(owner: string): Promise<void> {
    const manager = await this.manager()
    const name = streamName(owner)
    const config = {
      // Two tokens after the version: `messages.v1.send` is a request and no event.
      subjects: [`${owner}.v1.*.*`],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_age: nanos(maxAgeMs),
      max_bytes: maxBytes,
      max_msgs: -1,
      duplicate_window: nanos(duplicateWindowMs),
      num_replicas: this.#replicas,
    }
    try {
      await manager.streams.add({ name, ...config })
    } catch (error) {
      // Made by another version of Parley, with other limits.
      if (!(error instanceof JetStreamApiError) || error.code !== nameInUse) throw error
      await manager.streams.update(name, config)
    }
  }
}
