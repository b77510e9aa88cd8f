import { randomUUID } from 'node:crypto'
import { type LiveEvent, messages, type Unread } from '@parley/contracts'
import { aroundUnread } from '../groups/around-unread.ts'
import type { AroundUnread } from '../rendering/unread-body.ts'
import type { LiveDelivery } from './live-delivery.ts'
import type { Room } from './room.ts'
import type { SocketParts } from './socket-parts.ts'

export type UnreadEvent = Extract<LiveEvent, { type: 'unread' }>
export type UnreadDelivery = Extract<LiveDelivery, { type: 'unread' }>

/** Counts of two instances that come this close cannot be put in order. */
const incomparableMs = 5_000
const askAfterMs = 150
const retryAfterMs = 2_000
/** A clock that is ahead of the others' asks again so soon; nobody is asked later than this. */
const [soonestMs, latestMs] = [1_000, 3_600_000]

/**
 * What one person has not read, on its way from notifications to that person's sockets. Of one instance what is older
 * is dropped. What cannot be compared with what came before is asked for anew, one ask at a time.
 */
export class UnreadRelay {
  #parts: SocketParts
  #room: Room
  #instance: string | undefined
  #order = 0
  #at = 0
  /** Grows with whatever may have changed the count. */
  #version = 0
  #asking = false
  #timer: NodeJS.Timeout | undefined
  /** Until something is not muted any more. */
  #until: NodeJS.Timeout | undefined

  constructor(parts: SocketParts, room: Room) {
    this.#parts = parts
    this.#room = room
  }

  offer({ unread, instance, order }: UnreadEvent): void {
    const now = Date.now()
    const sameInstance = instance === this.#instance
    if (sameInstance && order <= this.#order) return
    const isComparable = sameInstance || this.#instance === undefined || now - this.#at >= incomparableMs
    this.#instance = instance
    this.#order = order
    this.#at = now
    this.#version += 1
    if (isComparable && !this.#asking && !this.#timer) void this.#push(unread, this.#version)
    else this.ask()
  }

  /** Asks `messages` shortly, whatever it is asked for meanwhile, and tells all sockets. */
  ask(afterMs = askAfterMs): void {
    this.#version += 1
    if (this.#asking || this.#room.closed) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#ask()
    }, afterMs)
  }

  /** For one socket that has just come. @throws ParleyError */
  async current(requestId: string): Promise<UnreadDelivery> {
    const version = this.#version
    const unread = await this.#count(requestId)
    // What came meanwhile may be newer or older than this.
    if (version !== this.#version) this.ask()
    else this.#expect(unread)
    return delivery(unread, await aroundUnread(this.#parts.app, unread, requestId))
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    clearTimeout(this.#until)
  }

  /** Nothing happens when a mute is over: it is asked for then. */
  #expect({ until }: Unread): void {
    clearTimeout(this.#until)
    if (until === undefined || this.#room.closed) return
    const ms = Math.min(latestMs, Math.max(soonestMs, until - Date.now()))
    this.#until = setTimeout(() => this.ask(0), ms)
  }

  async #ask(): Promise<void> {
    const version = this.#version
    const requestId = randomUUID()
    this.#asking = true
    let again: number | undefined
    try {
      const unread = await this.#count(requestId)
      await this.#push(unread, version)
    } catch (error) {
      this.#parts.app.log.warn({ err: error, requestId }, 'unread could not be counted')
      again = retryAfterMs
    } finally {
      this.#asking = false
    }
    if (version !== this.#version) again ??= askAfterMs
    if (again !== undefined && this.#room.connections.size > 0) this.ask(again)
  }

  async #push(unread: Unread, version: number): Promise<void> {
    const around = await aroundUnread(this.#parts.app, unread, randomUUID()).catch((error: unknown) => {
      this.#parts.app.log.warn({ err: error }, 'unread goes out without names')
      return { people: new Map(), groups: new Map() }
    })
    if (version !== this.#version) return
    this.#expect(unread)
    this.#room.pass(delivery(unread, around))
  }

  #count(requestId: string): Promise<Unread> {
    return this.#parts.app.call(messages.unread, {}, { actor: this.#room.user, requestId })
  }
}

function delivery(unread: Unread, around: AroundUnread): UnreadDelivery {
  const people = [...around.people.values()]
  const groups = [...around.groups].map(([conversation, name]) => ({ conversation, name }))
  const push = { type: 'unread', unread, people, ...(groups.length > 0 ? { groups } : {}) }
  return { type: 'unread', unread, around, frame: Buffer.from(JSON.stringify(push)) }
}
