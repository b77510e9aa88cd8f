import type { BrowserlessPerson } from '@parley/testing'
import type { Recorder } from '../history.ts'
import type { Random } from '../random.ts'

/** Somebody who takes part. */
export interface Member {
  id: string
  username: string
  /** Their own session. */
  browser: BrowserlessPerson
}

/** A conversation of two people as one of them has it. */
export interface Talk {
  conversation: string
  peer: Member
}

/** What every client is given. */
export interface Setting {
  /** As the history calls it. */
  name: string
  me: Member
  talks: readonly Talk[]
  /** Conversations of the groups that one is in. */
  groups: readonly string[]
  /** One address for every gateway. */
  doors: readonly string[]
  recorder: Recorder
  random: Random
}

/** A client that takes part in a run. */
export interface Client {
  readonly name: string
  readonly person: string
  /** Messages that it wants sent and that are neither acknowledged nor refused. */
  readonly pending: number
  /** Whether it is there: has or wants a connection. */
  readonly isPresent: boolean
  start(): Promise<void>
  /** Does one thing that a person does: writes, reads. */
  act(): void
  /** The connection is gone without a word; it comes back with `comeBack`. */
  vanish(): void
  comeBack(): Promise<void>
  /** Comes by the other gateway from now on. */
  changeDoor(): void
  /** Sends one message twice at the same moment, by two gateways where there are two. */
  doubleClick(): Promise<void>
  close(): void
}

/** Headers of a session's requests. */
export function sessionHeaders(browser: BrowserlessPerson): Record<string, string> {
  return { cookie: browser.cookie, 'x-csrftoken': browser.cookieValue('csrftoken') ?? '' }
}
