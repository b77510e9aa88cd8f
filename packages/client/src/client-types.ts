import type { Pointer } from '@parley/contracts/entries'
import type { Own } from '@parley/contracts/own'
import type { Person } from '@parley/contracts/people'
import type { Answers, ClientEntry, Presence, PushFrame } from '@parley/contracts/socket'
import type { Clock } from './clock.ts'
import type { ConnectionState, EndReason } from './connection-types.ts'
import type { HttpPort } from './http-port.ts'
import type { OutboxItem } from './outbox-item.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import type { SenderLock } from './sender-lock.ts'
import type { Timing } from './timing.ts'
import type { OpenWire } from './wire.ts'

export type Unread = Extract<PushFrame, { type: 'unread' }>['unread']

/** Everything a client tells. */
export interface ClientEvents {
  state: { state: ConnectionState; reason: EndReason | undefined }
  /** The connection is usable, at the beginning and after each interruption. What was missed follows as `entry`. */
  online: Answers['hello']
  /** One entry of a conversation's log: each exactly once, in the order of the log. */
  entry: ClientEntry
  /** Somebody (also oneself, on another device) has received or read further. */
  receipt: { conversation: string; pointer: Pointer }
  /** This person is no member of a group (its conversation) any more: nothing comes from it. */
  left: string
  /** This person has arranged a conversation otherwise, here or on another device. */
  arranged: { conversation: string; own: Own }
  unread: Unread
  presence: Presence
  /** Somebody who is watched has another name or status. */
  person: Person
  /** Who (ids of others) is writing something in a conversation, now that it has changed; nobody where it is empty. */
  typing: { conversation: string; users: readonly string[] }
  /** A message of the outbox is new or has another state; `sent` is its last. */
  outbox: OutboxItem
  discarded: OutboxItem
}

/** Who a message goes to. To a person without `username`, it waits for the socket instead of going by HTTP. */
export interface Target {
  conversation: string
  username?: string | undefined
}

/** What a client is made of. Only `openWire` has no default. */
export interface ClientParts {
  openWire: OpenWire
  /** Without it, sends wait for the socket, and a refused connection is tried again for ever. */
  http?: HttpPort | undefined
  /** In memory by default. */
  storage?: OutboxStorage
  /** None by default: this process alone uses the storage. */
  lock?: SenderLock
  /** The person whose session this must be; another one's ends the client (`account`). */
  account?: string | undefined
  /** Asks for `html` beside each entry. */
  render?: boolean
  /** The seq of the newest entry known of each conversation. What is not named counts as known up to the first hello. */
  start?: Readonly<Record<string, number>>
  /** At each hello, counts as delivered what the head of a conversation says is there, though it is not fetched. */
  acknowledgesHeads?: boolean
  clock?: Clock
  timing?: Partial<Timing>
  random?: () => number
  newId?: () => string
  /** Where errors thrown by listeners go; by default they are uncaught errors. */
  report?: (error: unknown) => void
}

export interface InboxPage {
  /** The `head.at` of the last one of the page before. */
  before?: number
  /** Those that were put away, instead of the others. */
  archived?: boolean
}

export interface HistoryRange {
  /** An `n`: messages below it. Without it, the newest. */
  before?: number
  /** 1 to 200. */
  limit?: number
}

export type { ClientEntry, Person, Pointer, Presence }
