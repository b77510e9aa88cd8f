import { ParleyError } from '@parley/contracts'
import type { PresenceStore } from '../presence/presence.ts'
import type { Connection, ConnectionKind } from './connection.ts'
import { Room } from './room.ts'
import type { SocketParts } from './socket-parts.ts'

/** Who reloads a page is away for a moment: the room, its subscription and the presence of its person outlive that. */
const graceMs = 2_500

export interface HubBounds {
  socketsPerPerson: number
  sockets: number
}

/** All sockets of this gateway, by person. */
export class Hub {
  readonly count: Record<ConnectionKind, number> = { client: 0, chat: 0, notifications: 0 }
  #rooms = new Map<string, Room>()
  #empty = new Set<Room>()
  #presence: PresenceStore
  #bounds: HubBounds
  #isOpen = true

  constructor(presence: PresenceStore, bounds: HubBounds) {
    this.#presence = presence
    this.#bounds = bounds
  }

  /** @throws ParleyError RATE_LIMITED, UNAVAILABLE where there is no place for one more socket of this person */
  assertPlaceFor(user: string): void {
    const { client, chat, notifications } = this.count
    if (!this.#isOpen || client + chat + notifications >= this.#bounds.sockets)
      throw new ParleyError('UNAVAILABLE', undefined, { retryAfterMs: 5_000 })
    if ((this.#rooms.get(user)?.connections.size ?? 0) >= this.#bounds.socketsPerPerson)
      throw new ParleyError('RATE_LIMITED', 'There are too many connections of this person.', {
        retryAfterMs: 5_000,
      })
  }

  /** Nobody comes any more. */
  stopEntering(): void {
    this.#isOpen = false
  }

  roomOf(parts: SocketParts, user: string): Room {
    const known = this.#rooms.get(user)
    if (known) return known
    const room = new Room(parts, user)
    this.#rooms.set(user, room)
    this.#presence.enter(user)
    return room
  }

  /** The room of somebody who has sockets here. */
  roomWith(user: string): Room | undefined {
    return this.#rooms.get(user)
  }

  enter(connection: Connection): void {
    const { room } = connection
    room.connections.add(connection)
    room.emptySince = undefined
    this.#empty.delete(room)
    this.count[connection.kind] += 1
  }

  leave(connection: Connection): void {
    const { room } = connection
    if (!room.connections.delete(connection)) return
    this.count[connection.kind] -= 1
    if (room.connections.size > 0) return
    room.emptySince = Date.now()
    this.#empty.add(room)
  }

  *connections(): Generator<Connection> {
    for (const room of this.#rooms.values()) yield* room.connections
  }

  rooms(): IterableIterator<Room> {
    return this.#rooms.values()
  }

  /** Closes the sockets of one session, or (null) of all whose epoch is not above `epoch`, with "stop". */
  closeSessions(user: string, session: string | null, epoch: number): void {
    for (const connection of this.#rooms.get(user)?.connections ?? []) {
      const { viewer } = connection
      const isEnded = session === null ? viewer.epoch <= epoch : viewer.session === session
      if (isEnded) connection.endSession()
    }
  }

  /** To be called every second. */
  async tick(now: number): Promise<void> {
    for (const connection of this.connections()) connection.tick(now)
    const dismissed: Promise<void>[] = []
    for (const room of this.#empty) {
      if (now - (room.emptySince ?? now) < graceMs) break
      dismissed.push(this.#dismiss(room))
    }
    await Promise.all(dismissed)
  }

  /** Lets go of everybody. The sockets themselves are closed by then. */
  async close(): Promise<void> {
    await Promise.all([...this.#rooms.values()].map((room) => this.#dismiss(room)))
  }

  async #dismiss(room: Room): Promise<void> {
    this.#rooms.delete(room.user)
    this.#empty.delete(room)
    this.#presence.leave(room.user)
    await room.close()
  }
}
