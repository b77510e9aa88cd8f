import { randomUUIDv7 } from 'node:crypto'
import {
  ClientId,
  type Entry,
  errorTable,
  limits,
  messages,
  ParleyError,
  type Person,
  socket,
} from '@parley/contracts'
import { Compile } from 'typebox/compile'
import type { WebSocket } from 'ws'
import { inPlainNames } from '../sending/in-plain-names.ts'
import { messageText } from '../sending/message-text.ts'
import { messageBody } from '../rendering/message-body.ts'
import { peopleOf } from '../rendering/shown-entries.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { Connection } from './connection.ts'
import type { LiveDelivery } from './live-delivery.ts'
import { LogCursor } from './log-cursor.ts'
import { plainError } from './plain-error.ts'
import type { Room } from './room.ts'
import type { SocketParts } from './socket-parts.ts'

/** What a plain chat socket is about, who is known to be in it, and where the log ended when it was asked for. */
export interface Chat {
  conversation: string
  people: readonly Person[]
  end: number
}

/** More than a page of messages has authors. */
const maxKnown = 2_000

const clientIds = Compile(ClientId)

/**
 * `/ws/chat/<username>/` and `/ws/group/<id>/`: messages of a conversation from now on, for scripts and simple clients. Who
 * is no member of the group any more is closed out.
 */
export class ChatConnection extends Connection {
  readonly kind = 'chat'
  #conversation: string
  #cursor: LogCursor
  /** Those who may be named in a frame; entries of others are fetched, and their authors asked for. */
  #known: Map<string, Person>
  /** The client id of a message that is to be tried again: what its client sent behind it must not overtake it. */
  #unsent: string | undefined

  constructor(parts: SocketParts, ws: WebSocket, room: Room, viewer: Viewer, requestId: string, chat: Chat) {
    super(parts, ws, room, viewer, requestId)
    this.#conversation = chat.conversation
    this.#known = new Map([viewer.person, ...chat.people].map((person) => [person.id, person]))
    this.#cursor = new LogCursor(chat.end, {
      fetch: (after) => this.#changes(after),
      pass: (entry) => this.#pass(entry),
      isWanted: () => !this.closed,
      onFailure: (error) => this.#failed(error),
    })
  }

  /** What was written between the look at the log's end and the subscription. */
  override opened(): void {
    void this.room.subscribed.then(() => this.#cursor.check())
  }

  override tick(now: number): void {
    super.tick(now)
    this.#cursor.tick(now)
  }

  override live(delivery: LiveDelivery): void {
    const conversation = this.#conversation
    if (delivery.type === 'entry' && delivery.entry.conversation === conversation) this.#offer(delivery.entry)
    if (delivery.type === 'head' && delivery.conversation === conversation) this.#cursor.reached(delivery.seq)
    if (delivery.type === 'left' && delivery.conversation === conversation) this.#left()
  }

  override recover(): void {
    this.#cursor.check()
  }

  protected override handle(frame: Record<string, unknown>): void {
    const text = messageText(frame['message'], 'message')
    const given = frame['client_id']
    const clientId = clientIdOf(given)
    // Without an id of its own a client cannot repeat a message, so nothing waits for that.
    if (clientId === given) this.#letPass(clientId)
    const conversation = this.#conversation
    void this.carryOut(frame, async ({ requestId }) => {
      const message = { conversation, clientId, text }
      try {
        this.#cursor.offer(await this.parts.app.sendMessage(this.viewer, message, requestId))
      } catch (error) {
        if (clientId === given && isWorthARetry(error)) this.#unsent ??= clientId
        throw inPlainNames(error)
      }
    })
  }

  /** @throws ParleyError UNAVAILABLE for what its client sent before it knew that an earlier message has failed */
  #letPass(clientId: string): void {
    if (this.#unsent !== undefined && this.#unsent !== clientId)
      throw new ParleyError('UNAVAILABLE', 'An earlier message was not sent.')
    this.#unsent = undefined
  }

  protected override refuse(error: ParleyError, frame?: Record<string, unknown>): void {
    this.write(plainError(error, frame))
  }

  #offer(entry: Entry): void {
    if (entry.kind !== 'message' || peopleOf([entry]).every((user) => this.#known.has(user)))
      this.#cursor.offer(entry)
    else this.#cursor.reached(entry.seq)
  }

  #pass(entry: Entry): void {
    if (entry.kind !== 'message') return
    const { person } = this.viewer
    const body = messageBody(entry, this.#known)
    if (!body || !this.write(JSON.stringify(body))) return
    this.parts.metrics.delivered(this.kind)
    if (entry.by !== person.id) this.parts.delivered.add(person.id, entry.conversation, entry.seq)
  }

  async #changes(after: number) {
    const context = this.context()
    const input = { conversation: this.#conversation, after, limit: limits.page }
    const found = await this.parts.app.call(messages.changes, input, context)
    const authors = peopleOf(found.entries.filter(({ kind }) => kind === 'message'))
    const unknown = authors.filter((user) => !this.#known.has(user))
    if (unknown.length === 0) return found
    for (const [id, person] of await this.parts.app.people.byIds(unknown, context.requestId))
      this.#known.set(id, person)
    for (const id of this.#known.keys()) {
      if (this.#known.size <= maxKnown) break
      this.#known.delete(id)
    }
    return found
  }

  #failed(error: unknown): void {
    if (error instanceof ParleyError && error.code === 'NOT_FOUND') this.#left()
    else this.report(error)
  }

  #left(): void {
    this.close(socket.closeCodes.left, 'left the group')
  }
}

function isWorthARetry(error: unknown): boolean {
  return !(error instanceof ParleyError) || error.unclear || errorTable[error.code].retry
}

/** Made here, before the first try, where the client has none. */
function clientIdOf(value: unknown): string {
  if (value === undefined || value === null) return randomUUIDv7()
  if (clientIds.Check(value)) return value
  throw new ParleyError('INVALID', 'client_id takes 1 to 64 letters, digits, - and _.', {
    field: 'client_id',
  })
}
