import { createInbox, type Msg, type MsgHdrs } from '@nats-io/transport-node'
import { BusTimeout, BusUnavailable } from './errors.ts'
import { refusalOf } from './nats-frame.ts'
import type { Listening, NatsLink } from './nats-link.ts'
import { PendingRequests } from './pending-requests.ts'

/**
 * Requests over one wildcard inbox and one timer: the client's own `request` makes a timer and several
 * promises each, which costs more than half of what a service can do.
 */
export class NatsRequests {
  readonly pending = new PendingRequests<Msg>()
  #link: NatsLink
  #inbox = createInbox()
  #listening: Listening = { subject: `${this.#inbox}.*`, callback: (error, msg) => this.#receive(error, msg) }

  constructor(link: NatsLink) {
    this.#link = link
  }

  async open(): Promise<void> {
    await this.#link.listen(this.#listening)
    this.#link.onConnection((connected) => {
      if (!connected) this.pending.rejectAll(() => new BusTimeout('the connection was lost'))
    })
  }

  /** @throws BusUnavailable, BusTimeout, and RangeError for a payload above the server's limit */
  ask(subject: string, payload: string, timeoutMs: number, headers?: MsgHdrs): Promise<Msg> {
    return new Promise((resolve, reject) => {
      if (!this.#link.connected) throw new BusUnavailable('NATS is away')
      const token = this.pending.add(resolve, reject, timeoutMs)
      const reply = `${this.#inbox}.${token}`
      try {
        this.#link.publish(subject, payload, headers ? { reply, headers } : { reply })
      } catch (error) {
        this.pending.reject(token, error)
      }
    })
  }

  /** Fails what waits still. */
  close(): void {
    this.pending.rejectAll(() => new BusTimeout('the bus was closed'))
    this.#link.unlisten(this.#listening)
  }

  #receive(error: Error | null, msg: Msg): void {
    if (error)
      return this.pending.rejectAll(() => new BusTimeout('answers cannot be received', { cause: error }))
    const token = msg.subject.slice(this.#inbox.length + 1)
    const refusal = refusalOf(msg)
    if (refusal) this.pending.reject(token, refusal)
    else this.pending.resolve(token, msg)
  }
}
