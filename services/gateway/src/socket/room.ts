import { randomUUID } from 'node:crypto'
import type { Subscription } from '@parley/bus'
import { type Entry, type LiveEvent, liveSubject, type Person, socket } from '@parley/contracts'
import { isShown, peopleOf } from '../rendering/shown-entries.ts'
import type { Connection } from './connection.ts'
import { quotesFor } from './quotes.ts'
import { type LiveDelivery, liveEvents } from './live-delivery.ts'
import type { SocketParts } from './socket-parts.ts'
import { UnreadRelay } from './unread-relay.ts'

const maxWaiting = 1_000

/** What messages are shown with. */
interface Around {
  people: ReadonlyMap<string, Person>
  quotes: readonly Entry[]
}

/** All sockets that one person has at this gateway, behind one subscription to what is live for that person. */
export class Room {
  readonly user: string
  readonly connections = new Set<Connection>()
  readonly unread: UnreadRelay
  /** Resolves when what is published from now on comes in; where the bus is away, it will when it is back. */
  readonly subscribed: Promise<void>
  /** Since when nobody is here, in milliseconds since 1970. */
  emptySince: number | undefined
  #parts: SocketParts
  #subscription: Subscription | undefined
  #waiting: (readonly LiveEvent[])[] = []
  #passing = false
  #closed = false

  constructor(parts: SocketParts, user: string) {
    this.#parts = parts
    this.user = user
    this.unread = new UnreadRelay(parts, this)
    this.subscribed = this.#subscribe()
  }

  get closed(): boolean {
    return this.#closed
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#waiting = []
    this.unread.close()
    await this.#subscription?.close()
  }

  /** Takes what was published for this person: an array of live events. */
  take(payload: unknown): void {
    this.takeEvents(liveEvents(payload))
  }

  /** The same where they are known to be events; other rooms may have them too. */
  takeEvents(events: readonly LiveEvent[]): void {
    if (this.#closed || this.connections.size === 0 || events.length === 0) return
    if (this.#waiting.length >= maxWaiting) {
      this.#waiting = []
      this.#recover()
    }
    this.#waiting.push(events)
    if (!this.#passing) void this.#passOn()
  }

  pass(delivery: LiveDelivery): void {
    for (const connection of this.connections) connection.live(delivery)
  }

  async #subscribe(): Promise<void> {
    try {
      const subscription = await this.#parts.app.bus.subscribe(liveSubject(this.user), (payload) =>
        this.take(payload),
      )
      if (this.#closed) await subscription.close()
      else this.#subscription = subscription
    } catch (error) {
      this.#parts.app.log.error({ err: error }, 'no subscription to live events')
      for (const connection of this.connections)
        connection.close(socket.closeCodes.unresponsive, 'no live events')
    }
  }

  /** In order, at once where nothing has to be asked for first. */
  async #passOn(): Promise<void> {
    this.#passing = true
    while (this.#waiting.length > 0) {
      try {
        const events = this.#waiting.shift() ?? []
        const around = this.#hasRendering() ? await this.#aroundOf(events) : undefined
        for (const event of events) this.#event(event, around)
      } catch (error) {
        this.#parts.app.log.error({ err: error }, 'live events were not passed on')
        this.#recover()
      }
    }
    this.#passing = false
  }

  #recover(): void {
    for (const connection of this.connections) connection.recover()
  }

  #event(event: LiveEvent, around: Around | undefined): void {
    this.#parts.metrics.pushed(event.type)
    switch (event.type) {
      case 'entry':
        return this.#entry(event.entry, around)
      case 'receipt':
      case 'typing':
      case 'arranged':
        return this.pass({ type: event.type, frame: frameOf(event) })
      case 'left':
        return this.pass({ type: 'left', conversation: event.conversation, frame: frameOf(event) })
      case 'head': {
        const { conversation, seq } = event
        return this.pass({ type: 'head', conversation, seq, frame: frameOf(event) })
      }
      case 'unread':
        return this.unread.offer(event)
      case 'ended': {
        const { app, hub } = this.#parts
        app.forgetSessions(this.user, event.session)
        return hub.closeSessions(this.user, event.session, event.epoch)
      }
      default:
        // A kind of a later version.
        return event satisfies never
    }
  }

  #entry(entry: Entry, around: Around | undefined): void {
    const { frames, metrics } = this.#parts
    this.pass({
      type: 'entry',
      entry,
      frame: (render) =>
        render && around ? frames.rendered(entry, { viewer: this.user, ...around }) : frames.plain(entry),
    })
    metrics.took(entry.at)
  }

  #hasRendering(): boolean {
    for (const connection of this.connections) if (connection.rendering) return true
    return false
  }

  /** Nobody where accounts is away: a page that gets an entry without its partial can still show it. */
  async #aroundOf(events: readonly LiveEvent[]): Promise<Around | undefined> {
    const entries = events.flatMap((event) =>
      event.type === 'entry' && isShown(event.entry) ? [event.entry] : [],
    )
    if (entries.length === 0) return undefined
    const { app, authors } = this.#parts
    const context = { actor: this.user, requestId: randomUUID() }
    const quotes = entries.some(({ re }) => re !== undefined)
      ? await this.#parts.quoting(() => quotesFor(app, entries, context))
      : []
    const people = await authors.of(peopleOf(entries, quotes))
    return people && { people, quotes }
  }
}

/** Made once for all rooms that have the same event. */
const frames = new WeakMap<LiveEvent, Buffer>()

function frameOf(event: LiveEvent): Buffer {
  const known = frames.get(event)
  if (known) return known
  const frame = Buffer.from(JSON.stringify(event))
  frames.set(event, frame)
  return frame
}
