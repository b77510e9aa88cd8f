import type { NatsConnection, PublishOptions } from '@nats-io/transport-node'

interface Publish {
  subject: string
  payload: Uint8Array
  options: PublishOptions | undefined
}

/**
 * What is published in one turn of the event loop, given to the client together at its end, in order: the client writes
 * to its connection once for each microtask in which something was published, which is once for each frame of each
 * socket, and each write costs more than the message.
 */
export class GatheredPublishes {
  #waiting: Publish[] = []
  #of: NatsConnection | undefined

  add(nc: NatsConnection, publish: Publish): void {
    if (this.#of !== nc) this.release()
    if (this.#waiting.length === 0) setImmediate(() => this.release())
    this.#of = nc
    this.#waiting.push(publish)
  }

  /** The connection is lost, and with it what was on its way: the client would keep it for the next one. */
  drop(): void {
    this.#waiting = []
  }

  /** Gives what waits to the client now. */
  release(): void {
    const nc = this.#of
    this.#of = undefined
    for (const { subject, payload, options } of this.#waiting.splice(0)) {
      // What is published on a closed connection is lost, as on one that is lost a moment later.
      if (nc && !nc.isClosed()) nc.publish(subject, payload, options)
    }
  }
}
