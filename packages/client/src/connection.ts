import { closeCodes } from '@parley/contracts/close-codes'
import { ParleyError } from '@parley/contracts/parley-error'
import type { Answers, PushFrame } from '@parley/contracts/socket'
import { pauseMs } from './backoff.ts'
import type { ConnectionEvents, ConnectionParts, ConnectionState, EndReason } from './connection-types.ts'
import type { SessionLife } from './http-port.ts'
import { Keepalive } from './keepalive.ts'
import { parseFrame } from './parse-frame.ts'
import { PendingRequests } from './pending-requests.ts'
import type { Wire } from './wire.ts'

/** Pushes that come before the answer to hello; beyond it, heads tell what is missing. */
const maxEarlyPushes = 1_000

/** One socket at a time, opened again and again until it is told to stop. */
export class Connection {
  readonly #parts: ConnectionParts
  readonly #events: ConnectionEvents
  readonly #pending: PendingRequests
  #state: ConnectionState = 'stopped'
  #reason: EndReason | undefined
  #wire: Wire | undefined
  #keepalive: Keepalive | undefined
  #early: PushFrame[] = []
  #failures = 0
  #onlineSince = 0
  #cancelTimer: () => void = () => {}
  #isAsking = false

  constructor(parts: ConnectionParts, events: ConnectionEvents) {
    this.#parts = parts
    this.#events = events
    this.#pending = new PendingRequests(parts.clock)
  }

  get state(): ConnectionState {
    return this.#state
  }

  get reason(): EndReason | undefined {
    return this.#reason
  }

  connect(): void {
    if (this.#state !== 'stopped') return
    this.#failures = 0
    this.#open('connecting')
  }

  /** Closes the socket; `connect` goes on where it stood. */
  stop(): void {
    if (this.#state === 'ended') return
    this.#drop(1_000)
    this.#setState('stopped')
  }

  end(reason: EndReason): void {
    if (this.#state === 'ended') return
    this.#reason = reason
    this.#drop(1_000)
    this.#setState('ended')
  }

  /** The network or the computer came back: connects at once, or finds out whether the connection survived. */
  wake(deadlineMs = this.#parts.timing.wakeDeadlineMs): void {
    if (this.#state === 'online') this.#keepalive?.probe(deadlineMs)
    else if (this.#wire === undefined && this.#state !== 'stopped' && this.#state !== 'ended') this.#open()
  }

  /** What a request by HTTP found out. */
  noteHttp(life: SessionLife): void {
    if (life === 'ended') this.end('session')
    else if (this.#state === 'connecting' || this.#state === 'http' || this.#state === 'offline') {
      this.#setState(life === 'alive' ? 'http' : life === 'unreachable' ? 'offline' : 'connecting')
    }
  }

  /** Asks by HTTP, once at a time, whether the session lives; ends if it does not. */
  askSession(): void {
    const { http } = this.#parts
    if (http === undefined || this.#isAsking) return
    this.#isAsking = true
    http
      .session()
      .catch((): SessionLife => 'unreachable')
      .then((life) => {
        this.#isAsking = false
        this.noteHttp(life)
      })
      .catch(() => {})
  }

  /** @throws ParleyError as answered; UNAVAILABLE when not online; unclear when the answer did not come */
  request<T extends keyof Answers>(type: T, fields: object = {}): Promise<Answers[T]> {
    if (this.#state === 'online') return this.#ask(type, fields, this.#parts.timing.requestMs)
    return Promise.reject(new ParleyError('UNAVAILABLE', 'There is no connection.'))
  }

  /** Sends a frame that has no answer; nothing happens while there is no connection. */
  notify(frame: object): void {
    if (this.#state === 'online') this.#send(frame)
  }

  async #ask<T extends keyof Answers>(type: T, fields: object, timeoutMs: number): Promise<Answers[T]> {
    const body = await this.#pending.ask(timeoutMs, (id) => this.#send({ type, id, ...fields }))
    return body as Answers[T]
  }

  #send(frame: object): void {
    // The wire may be closing under us: then its end settles what was asked.
    try {
      this.#wire?.send(JSON.stringify(frame))
    } catch {
      this.#lost()
    }
  }

  #open(state?: ConnectionState): void {
    const { openWire, clock, timing } = this.#parts
    this.#drop(1_000)
    if (state !== undefined) this.#setState(state)
    let hasOpened = false
    // What an abandoned wire still says must not reach its successor.
    const isCurrent = () => this.#wire === wire
    const wire = openWire({
      opened: () => {
        if (!isCurrent()) return
        hasOpened = true
        this.#greet(isCurrent).catch(() => this.#lost())
      },
      message: (text) => {
        if (isCurrent()) this.#received(text)
      },
      closed: (code) => {
        if (isCurrent()) this.#closed(code, hasOpened)
      },
    })
    this.#wire = wire
    this.#cancelTimer = clock.after(timing.connectMs, () => this.#closed(1_006, hasOpened))
  }

  async #greet(isCurrent: () => boolean): Promise<void> {
    const { timing, render, account, clock } = this.#parts
    try {
      const options = { version: 1, ...(render ? { render } : {}) }
      const hello = await this.#ask('hello', options, timing.connectMs)
      if (!isCurrent()) return
      if (account !== undefined && hello.me.id !== account) this.end('account')
      else this.#welcome(hello, clock.now())
    } catch (error) {
      if (!isCurrent()) return
      if (error instanceof ParleyError && error.code === 'UNAUTHENTICATED') this.end('session')
      else this.#lost(error instanceof ParleyError ? error.retryAfterMs : undefined)
    }
  }

  #welcome(hello: Answers['hello'], now: number): void {
    const { clock, timing } = this.#parts
    this.#cancelTimer()
    this.#onlineSince = now
    this.#keepalive = new Keepalive({
      clock,
      timing,
      ping: () => {
        // What matters is that something comes back, not this answer.
        this.#ask('ping', {}, timing.pingDeadlineMs).catch(() => {})
      },
      dead: () => this.#lost(),
    })
    const wire = this.#wire
    const early = this.#early.splice(0)
    this.#setState('online')
    if (this.#wire === wire) this.#events.welcomed(hello)
    for (const frame of early) if (this.#wire === wire) this.#events.pushed(frame)
  }

  #received(text: string): void {
    this.#keepalive?.heard()
    const frame = parseFrame(text)
    if (frame === undefined) return
    if (frame.type === 'answer' || frame.type === 'error') this.#pending.settle(frame)
    else if (this.#state === 'online') this.#events.pushed(frame)
    else if (this.#early.length < maxEarlyPushes) this.#early.push(frame)
  }

  #closed(code: number, hasOpened: boolean): void {
    if (code === closeCodes.sessionEnded) this.end('session')
    else if (code >= 4_500 && code <= 4_999) this.end('protocol')
    else {
      this.#lost()
      // A refused upgrade looks like a broken network: only a request by HTTP can tell the two apart.
      if (!hasOpened) this.askSession()
    }
  }

  #lost(atLeastMs = 0): void {
    const { clock, timing, random } = this.#parts
    if (this.#wire === undefined) return
    const wasOnline = this.#state === 'online'
    if (wasOnline && clock.now() - this.#onlineSince >= timing.stableMs) this.#failures = 0
    this.#failures += 1
    this.#drop(1_000)
    const pause = pauseMs(this.#failures, timing.firstPauseMs, timing.longestPauseMs, random)
    this.#cancelTimer = clock.after(Math.max(pause, atLeastMs), () => this.#open())
    if (wasOnline) this.#setState('connecting')
  }

  /** Leaves everything of the present socket behind. */
  #drop(code: number): void {
    const wire = this.#wire
    this.#wire = undefined
    this.#cancelTimer()
    this.#keepalive?.stop()
    this.#keepalive = undefined
    this.#early = []
    this.#pending.rejectAll()
    wire?.close(code)
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    this.#events.stateChanged(state, this.#reason)
  }
}
