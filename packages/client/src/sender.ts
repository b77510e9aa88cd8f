import type { Entry } from '@parley/contracts/entries'
import { groupId, isGroup } from '@parley/contracts/group-ids'
import { ParleyError } from '@parley/contracts/parley-error'
import { pauseMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { ConnectionState } from './connection-types.ts'
import type { HttpAddressee, HttpPort, SessionLife } from './http-port.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxItem } from './outbox-item.ts'
import type { SenderLock } from './sender-lock.ts'
import type { Timing } from './timing.ts'
import { UnreachableError } from './unreachable-error.ts'

export interface SenderParts {
  outbox: Outbox
  lock: SenderLock
  http: HttpPort | undefined
  clock: Clock
  timing: Timing
  random: () => number
  state: () => ConnectionState
  /** Sends over the socket. */
  send: (item: OutboxItem) => Promise<Entry>
  noteHttp: (life: SessionLife) => void
  askSession: () => void
  /** A message is in the log as this entry. */
  written: (entry: Entry) => void
}

/** One conversation's queue: one message under way, so that the order stands whatever happens to it. */
interface Lane {
  isBusy: boolean
  failures: number
  /** How often the server failed on the present message; that it was away says nothing about that. */
  internalErrors: number
  notBefore: number
  /** The server asked for this pause: a new connection does not end it. */
  isAskedToWait: boolean
  cancelTimer: () => void
}

/** Errors after which the same message would be refused again. */
const permanent = new Set(['INVALID', 'TOO_LARGE', 'NOT_FOUND', 'CONFLICT', 'FORBIDDEN'])
/** The first try that ends unclear is followed by another so soon that nobody needs to see it in between. */
const shownFailures = 2
/** A server that fails on the same message this often will go on doing so: the message no longer holds up the others. */
const maxInternalErrors = 8

/** Empties the outbox while it holds the lock: over the socket, and by HTTP while there is none. */
export class Sender {
  readonly #parts: SenderParts
  readonly #lanes = new Map<string, Lane>()
  #release: (() => void) | undefined
  #isHolding = false
  #awaySince = 0

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#release !== undefined) return
    this.#awaySince = this.#parts.clock.now()
    // A lock may be held before its way back is known.
    let isGivenUp = false
    const release = this.#parts.lock(() => {
      if (isGivenUp) return
      this.#isHolding = true
      this.kick()
    })
    this.#release = () => {
      isGivenUp = true
      release()
    }
  }

  stop(): void {
    this.#isHolding = false
    this.#release?.()
    this.#release = undefined
    for (const lane of this.#lanes.values()) lane.cancelTimer()
    this.#lanes.clear()
  }

  stateChanged(state: ConnectionState, previous: ConnectionState): void {
    if (previous === 'online') this.#awaySince = this.#parts.clock.now()
    if (state === 'online') this.hurry()
    else this.kick()
  }

  /** Somebody does not want to wait for the next try; what the server asked to wait for is waited for all the same. */
  hurry(): void {
    for (const lane of this.#lanes.values()) if (!lane.isAskedToWait) lane.notBefore = 0
    this.kick()
  }

  /** Looks at what there is to send. To be called whenever that may have changed. */
  kick(): void {
    if (!this.#isHolding) return
    const conversations = new Set(this.#parts.outbox.items().map(({ conversation }) => conversation))
    for (const conversation of conversations) this.#run(conversation)
  }

  #run(conversation: string): void {
    const { outbox, clock } = this.#parts
    const lane = this.#laneOf(conversation)
    if (!this.#isHolding || lane.isBusy) return
    const item = outbox.next(conversation)
    if (item === undefined) return
    const way = this.#wayFor(item)
    if (way === undefined) return
    const waitMs = Math.max(lane.notBefore - clock.now(), way.waitMs)
    lane.cancelTimer()
    if (waitMs > 0) {
      lane.cancelTimer = clock.after(waitMs, () => this.#run(conversation))
      return
    }
    lane.isBusy = true
    this.#try(item, lane, way.send)
      .catch(() => {})
      .finally(() => {
        lane.isBusy = false
        if (this.#lanes.get(conversation) === lane) this.#run(conversation)
      })
  }

  #laneOf(conversation: string): Lane {
    const known = this.#lanes.get(conversation)
    if (known !== undefined) return known
    const made = {
      isBusy: false,
      failures: 0,
      internalErrors: 0,
      notBefore: 0,
      isAskedToWait: false,
      cancelTimer: () => {},
    }
    this.#lanes.set(conversation, made)
    return made
  }

  #wayFor(item: OutboxItem): { waitMs: number; send: () => Promise<Entry> } | undefined {
    const { http, clock, timing, send, state } = this.#parts
    const now = state()
    if (now === 'online') return { waitMs: 0, send: () => send(item) }
    const to = addresseeOf(item)
    if (now === 'ended' || now === 'stopped' || http === undefined || to === undefined) return undefined
    const waitMs = this.#awaySince + timing.httpAfterMs - clock.now()
    return { waitMs, send: () => this.#sendByHttp(http, to, item) }
  }

  async #sendByHttp(http: HttpPort, to: HttpAddressee, item: OutboxItem): Promise<Entry> {
    await this.#findHttp(http)
    const { clientId, text, re, seen } = item
    const reply = re === undefined ? {} : { reply_to: re }
    const message = { message: text, client_id: clientId, ...reply, ...(seen === undefined ? {} : { seen }) }
    try {
      const entry = await http.send(to, message)
      this.#parts.noteHttp('alive')
      return entry
    } catch (error) {
      if (error instanceof UnreachableError) this.#parts.noteHttp('unreachable')
      throw error
    }
  }

  /** A question that costs nothing goes first: what is sent into nowhere leaves a message of which nobody knows. */
  async #findHttp(http: HttpPort): Promise<void> {
    if (this.#parts.state() === 'http') return
    const life = await http.session()
    this.#parts.noteHttp(life)
    if (life === 'ended') throw new ParleyError('UNAUTHENTICATED')
    if (life !== 'alive') throw new ParleyError('UNAVAILABLE')
  }

  async #try(item: OutboxItem, lane: Lane, send: () => Promise<Entry>): Promise<void> {
    try {
      const entry = await send()
      lane.failures = 0
      lane.internalErrors = 0
      lane.notBefore = 0
      await this.#parts.outbox.markSent(item.clientId, entry)
      this.#parts.written(entry)
    } catch (error) {
      await this.#failed(item, lane, asParleyError(error))
    }
  }

  async #failed(item: OutboxItem, lane: Lane, error: ParleyError): Promise<void> {
    const { outbox, clock, timing, random, askSession } = this.#parts
    if (permanent.has(error.code)) {
      lane.internalErrors = 0
      if (error.code === 'FORBIDDEN') askSession()
      await outbox.markFailed(item.clientId, error.toPublic())
      return
    }
    if (error.code === 'UNAUTHENTICATED') askSession()
    lane.failures += 1
    if (error.code === 'INTERNAL') lane.internalErrors += 1
    lane.isAskedToWait = error.retryAfterMs !== undefined
    const pause = pauseMs(lane.failures, timing.firstPauseMs, timing.longestPauseMs, random)
    lane.notBefore = clock.now() + Math.max(error.retryAfterMs ?? 0, pause)
    const isStuck = lane.internalErrors >= maxInternalErrors
    if (isStuck) lane.failures = lane.internalErrors = 0
    if (isStuck) await outbox.markUnknown(item.clientId, error.toPublic())
    else if (isUnclear(error) && lane.failures >= shownFailures) await outbox.markUnknown(item.clientId)
  }
}

/** Undefined where HTTP has no address for it. */
function addresseeOf({ conversation, username }: OutboxItem): HttpAddressee | undefined {
  if (isGroup(conversation)) return { group: groupId(conversation) }
  return username === undefined ? undefined : { username }
}

function isUnclear({ unclear, code }: ParleyError): boolean {
  return unclear || code === 'INTERNAL'
}

function asParleyError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error
  return new ParleyError('UNAVAILABLE', undefined, { unclear: true, cause: error })
}
