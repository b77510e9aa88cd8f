import { type Context, limits, ParleyError, socket } from '@parley/contracts'
import { reportError } from '@parley/service'
import type { RawData, WebSocket } from 'ws'
import type { Viewer } from '../sessions/viewer.ts'
import { type Corkable, gather } from './gathered-writes.ts'
import { parseFrame } from './parse-frame.ts'
import type { LiveDelivery } from './live-delivery.ts'
import type { Room } from './room.ts'
import type { CloseReason } from './socket-metrics.ts'
import type { SocketParts } from './socket-parts.ts'

export type ConnectionKind = 'client' | 'chat' | 'notifications'

/** Above this a socket is slower than what comes for it. A page of history fits in. */
const maxBufferedBytes = 2 * 1024 * 1024
const pauseAboveUnderWay = 64
const maxUnderWay = 1_024
const pingEveryMs = 25_000
const recheckEveryMs = 10 * 60_000
const recheckSoonMs = 30_000
const asText = { binary: false }

/**
 * One socket of one person. An idle one costs this object and its place in a room: no timer, no closure, no buffer of
 * its own.
 */
export abstract class Connection {
  abstract readonly kind: ConnectionKind
  readonly socket: WebSocket
  readonly room: Room
  viewer: Viewer
  readonly openedAt: number
  protected readonly parts: SocketParts
  #requestId: string
  #requests = 0
  #underWay = 0
  #alive = true
  #closed = false
  #draining = false
  #pingedAt: number
  #recheckAt: number
  #stream: Corkable | undefined

  constructor(parts: SocketParts, ws: WebSocket, room: Room, viewer: Viewer, requestId: string) {
    this.parts = parts
    this.socket = ws
    this.room = room
    this.viewer = viewer
    this.#requestId = requestId
    this.openedAt = Date.now()
    // Many come at the same moment, as after a restart: their pings need not.
    this.#pingedAt = this.openedAt - Math.random() * pingEveryMs
    this.#recheckAt = this.#nextRecheck()
  }

  /** A frame that is a JSON object. */
  protected abstract handle(frame: Record<string, unknown>): void
  /** Tells the client what was wrong; `frame` where it could be read. */
  protected abstract refuse(error: ParleyError, frame?: Record<string, unknown>): void
  /** Something new for this person. */
  abstract live(delivery: LiveDelivery): void
  /** Live events may have been lost. */
  abstract recover(): void

  /** Called when the socket stands and its session is known to live. */
  opened(): void {}

  /** Called every second; of what it overrides, `super` comes first. */
  tick(now: number): void {
    if (now >= this.#recheckAt) {
      this.#recheckAt = now + recheckSoonMs
      void this.recheck()
    }
    if (now - this.#pingedAt < pingEveryMs) return
    // A paused socket cannot hear.
    if (!this.#alive && !this.socket.isPaused) return this.terminate()
    this.#alive = false
    this.#pingedAt = now
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping()
  }

  /** Whether entries go to it with their partial. */
  get rendering(): boolean {
    return false
  }

  get closed(): boolean {
    return this.#closed
  }

  /** How many requests wait for their answers. */
  get underWay(): number {
    return this.#underWay
  }

  /** Of one request, or of something that the gateway asks for this person's sake. */
  protected context(): Context {
    this.#requests += 1
    return { actor: this.viewer.person.id, requestId: `${this.#requestId}.${this.#requests}` }
  }

  heard(): void {
    this.#alive = true
  }

  receive(data: RawData, isBinary: boolean): void {
    this.#alive = true
    if (this.#closed) return
    let frame: Record<string, unknown> | undefined
    try {
      if (isBinary || !Buffer.isBuffer(data)) throw new ParleyError('INVALID', 'Frames must be text.')
      if (data.length > limits.frameBytes)
        throw new ParleyError('TOO_LARGE', `A frame may have up to ${limits.frameBytes} bytes.`)
      frame = parseFrame(data)
      if (this.#underWay >= maxUnderWay)
        throw new ParleyError('RATE_LIMITED', undefined, { retryAfterMs: 1_000 })
      this.handle(frame)
    } catch (error) {
      this.refuse(this.report(error), frame)
    }
  }

  /** Carries out a request; too many of them stop the reading, so that the sender's own buffers fill. */
  protected async carryOut(
    frame: Record<string, unknown>,
    run: (context: Context) => Promise<void>,
  ): Promise<void> {
    const context = this.context()
    this.#underWay += 1
    if (this.#underWay >= pauseAboveUnderWay) this.socket.pause()
    try {
      await run(context)
    } catch (error) {
      this.refuse(this.report(error, context), frame)
    } finally {
      this.#underWay -= 1
      if (this.#underWay <= pauseAboveUnderWay / 2 && this.socket.isPaused) this.startReading()
    }
  }

  /** Logs what went wrong, and returns what the client may know of it. */
  protected report(error: unknown, context = this.context()): ParleyError {
    return reportError(error, this.parts.app.log, { requestId: context.requestId })
  }

  /** False where the socket is gone, or too slow and therefore closed now. */
  write(frame: string | Buffer): boolean {
    if (this.#closed || this.socket.readyState !== this.socket.OPEN) return false
    if (this.socket.bufferedAmount > maxBufferedBytes) {
      this.close(socket.closeCodes.tooSlow, 'too slow')
      return false
    }
    if (this.#stream) gather(this.#stream)
    this.socket.send(frame, asText)
    return true
  }

  /** Frames of one turn go to the system together from now on, over the connection that carries the socket. */
  writeThrough(stream: Corkable): void {
    this.#stream = stream
  }

  startReading(): void {
    if (!this.#draining) this.socket.resume()
  }

  /** Reads nothing more; what was read is still answered. */
  stopReading(): void {
    this.#draining = true
    this.socket.pause()
  }

  close(code: number, reason: CloseReason): void {
    if (this.#closed) return
    this.leave()
    this.parts.metrics.closed(reason)
    // ws ends the socket by itself where the other side does not answer this.
    this.socket.close(code, reason)
    if (this.socket.isPaused) this.socket.resume()
  }

  terminate(): void {
    this.leave()
    this.parts.metrics.closed('unresponsive')
    this.socket.terminate()
  }

  /** Gets nothing more from now on. */
  leave(): void {
    if (this.#closed) return
    this.#closed = true
    this.parts.hub.leave(this)
  }

  /** Closes the socket where its session has ended; where that cannot be told now, asks again soon. */
  async recheck(): Promise<void> {
    try {
      const viewer = await this.parts.app.checkViewer(this.viewer)
      if (!viewer) return this.endSession()
      this.viewer = viewer
      this.#recheckAt = this.#nextRecheck()
    } catch (error) {
      this.report(error)
      this.#recheckAt = Date.now() + recheckSoonMs
    }
  }

  endSession(): void {
    this.close(socket.closeCodes.sessionEnded, 'session ended')
  }

  #nextRecheck(): number {
    return Math.min(this.viewer.expiresAt, Date.now() + recheckEveryMs * (1 + Math.random() * 0.2))
  }
}
