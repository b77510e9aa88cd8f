import { ParleyError, type Person, socket } from '@parley/contracts'
import { Connection } from './connection.ts'
import type { LiveDelivery } from './live-delivery.ts'
import { type FrameOf, isRequestType, requestChecks } from './request-checks.ts'
import { answerRequest, greet } from './requests.ts'
import { TypingTeller } from './typing-teller.ts'

const helloWithinMs = 10_000
/** What may come between a hello and its answer; more than this is fetched instead. */
const maxHeld = 500

/** `/ws/`: everything that one person has, for pages and the SDK. */
export class ClientConnection extends Connection {
  readonly kind = 'client'
  #rendering = false
  #greeted = false
  /** What came for a client that has not had the answer to its hello: to be sent right after it. */
  #held: (string | Buffer)[] | undefined
  #missed = false
  /** Of whoever has typed here. */
  #typing: TypingTeller | undefined

  /** As a watcher of others' presence. */
  get user(): string {
    return this.viewer.person.id
  }

  override get rendering(): boolean {
    return this.#rendering
  }

  override tick(now: number): void {
    super.tick(now)
    if (!this.#greeted && !this.#held && now - this.openedAt > helloWithinMs)
      this.close(socket.closeCodes.unresponsive, 'no hello')
  }

  override live(delivery: LiveDelivery): void {
    // Not worth keeping for whoever is still being greeted.
    if (delivery.type === 'typing' && !this.#greeted) return
    const isEntry = delivery.type === 'entry'
    const frame = isEntry ? delivery.frame(this.#rendering) : delivery.frame
    if (this.#push(frame) && isEntry) this.parts.metrics.delivered(this.kind)
  }

  override recover(): void {
    // Counts are not in the heads that the client compares.
    this.room.unread.ask()
    if (this.#push(JSON.stringify({ type: 'resume' }))) this.parts.metrics.resumed()
  }

  presenceChanged(presence: socket.Presence): void {
    this.#push(JSON.stringify({ type: 'presence', presence }))
  }

  personChanged(person: Person): void {
    this.#push(JSON.stringify({ type: 'person', person }))
  }

  override leave(): void {
    this.parts.watchers.forget(this)
    super.leave()
  }

  protected override handle(frame: Record<string, unknown>): void {
    const { type } = frame
    if (typeof type !== 'string') throw new ParleyError('INVALID', 'type must be text', { field: 'type' })
    // Of a later version of the protocol.
    if (!isRequestType(type)) return
    if (type === 'hello') return this.#hello(requestChecks.hello(frame), frame)
    if (type === 'ping') return this.#ping(requestChecks.ping(frame))
    if (!this.#greeted && !this.#held) throw new ParleyError('INVALID', 'The first frame has to be a hello.')
    if (type === 'delivered') {
      const { conversation, seq } = requestChecks.delivered(frame)
      return this.parts.delivered.add(this.viewer.person.id, conversation, seq)
    }
    if (type === 'typing') {
      const typing = requestChecks.typing(frame)
      const teller = (this.#typing ??= new TypingTeller(this.parts.app, this.user))
      return void this.carryOut(frame, () => teller.tell(typing))
    }
    // It runs up to its first await here, so requests start in the order in which they came.
    void this.carryOut(frame, async (context) => {
      const { id, body } = answerRequest({ connection: this, parts: this.parts, context }, type, frame)
      this.#answer(id, await body)
    })
  }

  protected override refuse(error: ParleyError, frame?: Record<string, unknown>): void {
    const id = frame?.['id']
    this.write(
      JSON.stringify({
        type: 'error',
        ...(Number.isSafeInteger(id) ? { id } : {}),
        error: error.toPublic(),
      }),
    )
    if (frame?.['type'] !== 'hello' || this.#greeted) return
    // A client that cannot be greeted now comes again; one that speaks another version need not.
    if (error.code === 'INVALID') this.close(socket.closeCodes.protocolError, 'bad hello')
    else this.close(socket.closeCodes.unresponsive, 'no answer to hello')
  }

  #hello(hello: FrameOf<'hello'>, frame: Record<string, unknown>): void {
    if (this.#greeted || this.#held) throw new ParleyError('INVALID', 'There was a hello already.')
    this.#rendering = hello.render ?? false
    this.#held = []
    void this.carryOut(frame, async (context) => {
      await this.room.subscribed
      await this.parts.greetings(async () => {
        // Whoever has waited in vain comes again.
        if (this.closed) return
        this.#answer(hello.id, await greet({ connection: this, parts: this.parts, context }))
        this.#greeted = true
        this.#release()
      })
    })
  }

  #release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const frame of held) this.write(frame)
    if (this.#missed) this.recover()
  }

  #ping({ id }: FrameOf<'ping'>): void {
    this.#answer(id, { serverTime: Date.now() })
  }

  #answer(id: number, body: socket.Answers[keyof socket.Answers]): void {
    this.write(JSON.stringify({ type: 'answer', id, body }))
  }

  /** Before its hello a client gets nothing: all of it is in what the hello is answered with. */
  #push(frame: string | Buffer): boolean {
    if (this.#greeted) return this.write(frame)
    if (!this.#held) return false
    if (this.#held.length < maxHeld) this.#held.push(frame)
    else this.#missed = true
    return false
  }
}
