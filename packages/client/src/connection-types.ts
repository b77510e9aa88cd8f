import type { Answers, PushFrame } from '@parley/contracts/socket'
import type { Clock } from './clock.ts'
import type { HttpPort } from './http-port.ts'
import type { Timing } from './timing.ts'
import type { OpenWire } from './wire.ts'

/**
 * `http`: no socket, but messages can be sent by HTTP. `offline`: nothing answers; tries go on. `ended`: no more tries,
 * see `EndReason`. `stopped`: before `connect` and after `close`.
 */
export type ConnectionState = 'stopped' | 'connecting' | 'online' | 'offline' | 'http' | 'ended'

/** `session`: log in again. `account`: this browser is logged in as somebody else. `protocol`: this client is too old. */
export type EndReason = 'session' | 'account' | 'protocol'

export interface ConnectionParts {
  openWire: OpenWire
  http: HttpPort | undefined
  clock: Clock
  timing: Timing
  random: () => number
  render: boolean
  /** Whom the session must belong to, where that is known before. */
  account: string | undefined
}

export interface ConnectionEvents {
  stateChanged: (state: ConnectionState, reason: EndReason | undefined) => void
  /** The connection is usable: subscribed, and this is where everything stands. */
  welcomed: (hello: Answers['hello']) => void
  pushed: (frame: PushFrame) => void
}
