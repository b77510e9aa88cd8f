/**
 * What services say to each other, apart from how it travels. Two makers exist: NATS (`natsBus`) and one
 * process (`memoryBus`). `test/suite.ts` is the definition; both makers pass it.
 *
 * Payloads are JSON values. A receiver treats what it gets as immutable: in one process it may be the
 * very object that was published.
 */
export interface Bus {
  /** Sends to whoever listens now: at most once, in order per publisher. Never throws for a lost connection. */
  publish(subject: string, payload: unknown): void

  /**
   * Listens to a subject; `*` and `>` as in NATS. With `queue`, one of its members gets each message.
   * When this resolves, what is published afterwards, from anywhere, is received.
   */
  subscribe(
    subject: string,
    handler: (payload: unknown, subject: string) => void,
    options?: { queue?: string },
  ): Promise<Subscription>

  /**
   * Asks one responder and returns its answer.
   * @throws BusUnavailable at once when there is no connection, no responder, or no room: it was not handled
   * @throws BusTimeout when no answer came in `timeoutMs` (default 5,000), the connection was lost meanwhile or
   *   the responder threw: whether it was handled is unknown
   */
  request(subject: string, payload: unknown, options?: { timeoutMs?: number }): Promise<unknown>

  /**
   * Answers requests; responders of one `queue` share the work. Under close, requests that arrived are
   * answered first. What the handler throws is a defect of the handler: it must return its errors as a payload
   * (it is reported to the bus's `onError`, and the asker gets a BusTimeout at once).
   */
  respond(
    subject: string,
    queue: string,
    handler: (payload: unknown) => Promise<unknown>,
  ): Promise<Subscription>

  /**
   * Resolves when the message is kept for every consumer (NATS: acknowledged by JetStream; one process: every
   * consumer has handled it). The same `id` on the same subject within two minutes is kept once.
   * `subject` has the form `<owner>.v1.<noun>.<past>`; who only listens to it (`subscribe`) hears it too.
   * @throws BusUnavailable when that cannot be had now, or is not known: publish it again with the same id
   * @throws TypeError for a subject of another form
   */
  publishDurable(subject: string, payload: unknown, id: string): Promise<void>

  /**
   * Receives durable messages of a subject, at least once, also those published while nobody listened after
   * the consumer first existed. One of the consumers with the same `name` gets each; `handler` gets up to
   * `maxBatch` (default 100) at once, and what it rejects comes again, after a growing pause. Where the bus is away at the
   * time of the call, this resolves and consuming starts when it is back. `subject` may have `*` for its noun
   * and its past.
   */
  consume(
    subject: string,
    name: string,
    handler: (payloads: unknown[]) => Promise<void>,
    options?: { maxBatch?: number },
  ): Promise<Subscription>

  /**
   * Resolves when everything published before has reached the server, unless the connection was lost in
   * between, which `onConnection` tells.
   * @throws BusUnavailable
   */
  flush(): Promise<void>

  /** Whether messages travel now. */
  readonly connected: boolean

  /** Called with true when the connection is back (subscriptions are already restored), with false when it is lost. */
  onConnection(listener: (connected: boolean) => void): () => void

  /** Stops taking requests, lets those under way finish, drains, closes. Twice does no harm. */
  close(): Promise<void>
}

export interface Subscription {
  /** Stops receiving; what is being handled is finished first. */
  close(): Promise<void>
}
