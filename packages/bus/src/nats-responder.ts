import type { Msg } from '@nats-io/transport-node'
import type { ErrorListener } from './errors.ts'
import { decode, encode, type Refusal, refusalHeaders } from './nats-frame.ts'
import type { Listening, NatsLink } from './nats-link.ts'
import { UnderWay } from './under-way.ts'

const maxUnderWay = 4_096

/** Answers the requests of one subject, as a member of a queue. */
export class NatsResponder {
  #link: NatsLink
  #handler: (payload: unknown) => Promise<unknown>
  #onError: ErrorListener
  #underWay = new UnderWay(maxUnderWay)
  #listening: Listening

  constructor(
    link: NatsLink,
    subject: string,
    queue: string,
    handler: (payload: unknown) => Promise<unknown>,
    onError: ErrorListener,
  ) {
    this.#link = link
    this.#handler = handler
    this.#onError = onError
    this.#listening = { subject, queue, callback: (error, msg) => this.#receive(error, msg) }
  }

  open(): Promise<void> {
    return this.#link.listen(this.#listening)
  }

  /** Resolves when every request that arrived is answered. */
  async close(): Promise<void> {
    await this.#link.drain(this.#listening)
    await this.#underWay.idle()
  }

  #receive(error: Error | null, msg: Msg): void {
    if (error) this.#onError(error, this.#listening.subject)
    else if (this.#underWay.full) this.#refuse(msg, 'full')
    else void this.#answer(msg)
  }

  async #answer(msg: Msg): Promise<void> {
    this.#underWay.start()
    try {
      const answer = encode(await this.#handler(decode(msg)))
      // Lost meanwhile: whoever asked has been told that the fate is unknown.
      if (msg.reply && this.#link.connected) this.#link.publish(msg.reply, answer)
    } catch (error) {
      this.#onError(error, msg.subject)
      this.#refuse(msg, 'failed')
    } finally {
      this.#underWay.end()
    }
  }

  #refuse(msg: Msg, refusal: Refusal): void {
    if (!msg.reply || !this.#link.connected) return
    try {
      this.#link.publish(msg.reply, '', { headers: refusalHeaders(refusal) })
    } catch (error) {
      this.#onError(error, msg.subject)
    }
  }
}
