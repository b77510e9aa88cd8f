import type { Entry } from '@parley/contracts/entries'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'
import type { HttpPort } from './http-port.ts'
import { Outbox } from './outbox.ts'
import type { OutboxItem } from './outbox-item.ts'
import type { OutboxStorage } from './outbox-storage.ts'
import type { SenderLock } from './sender-lock.ts'
import { Sender } from './sender.ts'
import type { Timing } from './timing.ts'

export interface SendingParts {
  connection: Connection
  storage: OutboxStorage
  lock: SenderLock
  http: HttpPort | undefined
  clock: Clock
  timing: Timing
  random: () => number
  newId: () => string
  changed: (item: OutboxItem) => void
  discarded: (item: OutboxItem) => void
  written: (entry: Entry) => void
}

/** An outbox, and who empties it. */
export function createSending(parts: SendingParts): { outbox: Outbox; sender: Sender } {
  const { connection, storage, lock, http, clock, timing, random, newId, discarded, written } = parts
  const outbox = new Outbox({
    storage,
    newId,
    discarded,
    now: () => clock.now(),
    changed(item) {
      parts.changed(item)
      sender.kick()
    },
  })
  const sender = new Sender({
    outbox,
    lock,
    http,
    clock,
    timing,
    random,
    written,
    state: () => connection.state,
    async send({ conversation, clientId, text, re, seen }) {
      const more = { ...(re === undefined ? {} : { re }), ...(seen === undefined ? {} : { seen }) }
      const fields = { conversation, clientId, text, ...more }
      return (await connection.request('send', fields)).entry
    },
    noteHttp: (life) => connection.noteHttp(life),
    askSession: () => connection.askSession(),
  })
  return { outbox, sender }
}
