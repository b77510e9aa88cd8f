import type { ClientEntry } from '@parley/contracts/socket'
import { Arranged } from './arranged.ts'
import { Changes } from './changes.ts'
import type { ClientEvents, ClientParts } from './client-types.ts'
import { systemClock } from './clock.ts'
import { Connection } from './connection.ts'
import type { ConnectionEvents } from './connection-types.ts'
import { Conversations } from './conversations.ts'
import type { Emitter } from './emitter.ts'
import { Groups } from './groups.ts'
import { Lookups } from './lookups.ts'
import { newId } from './new-id.ts'
import type { Outbox } from './outbox.ts'
import { memoryStorage } from './outbox-storage.ts'
import { Pauses } from './pauses.ts'
import { People } from './people.ts'
import { PresenceWatch } from './presence-watch.ts'
import type { Sender } from './sender.ts'
import { noLock } from './sender-lock.ts'
import { createSending } from './sending.ts'
import { defaultTiming } from './timing.ts'
import { Typing } from './typing.ts'

/** What a client is put together from. */
export interface Assembled {
  connection: Connection
  conversations: Conversations
  arranged: Arranged
  groups: Groups
  lookups: Lookups
  people: People
  outbox: Outbox
  sender: Sender
  changes: Changes
  pauses: Pauses
  presence: PresenceWatch
  typing: Typing
}

export interface Heard extends ConnectionEvents {
  /** An entry has its turn. */
  applied: (entry: ClientEntry) => void
  /** This client's person, once known. */
  me: () => string | undefined
}

/** Makes the parts of a client, each knowing those that it needs. */
export function assemble(parts: ClientParts, emitter: Emitter<ClientEvents>, heard: Heard): Assembled {
  const { http, openWire, account, render = false, random = Math.random, clock = systemClock } = parts
  const timing = { ...defaultTiming, ...parts.timing }
  const makeId = parts.newId ?? newId
  const people = new People()
  const groups = new Groups()
  const pauses = new Pauses({ clock, timing, random })
  const connection = new Connection({ openWire, http, clock, timing, random, render, account }, heard)
  const common = { connection, clock, timing, random }
  const arranged = new Arranged({
    connection,
    clock,
    changed: (conversation, own) => emitter.emit('arranged', { conversation, own }),
  })
  const conversations = new Conversations({
    ...common,
    arranged,
    groups,
    people,
    pauses,
    start: parts.start ?? {},
    acknowledgesHeads: parts.acknowledgesHeads ?? false,
    me: heard.me,
    entry: heard.applied,
    receipt: (conversation, pointer) => emitter.emit('receipt', { conversation, pointer }),
  })
  const written = conversations.take.bind(conversations)
  return {
    connection,
    conversations,
    lookups: new Lookups({ connection, conversations, arranged, groups, people }),
    arranged,
    groups,
    people,
    pauses,
    presence: new PresenceWatch(connection, (one) => emitter.emit('presence', one)),
    typing: new Typing({
      connection,
      clock,
      changed: (conversation, users) => emitter.emit('typing', { conversation, users }),
    }),
    changes: new Changes({ connection, pauses, newId: makeId, written }),
    ...createSending({
      ...common,
      http,
      storage: parts.storage ?? memoryStorage(),
      lock: parts.lock ?? noLock,
      newId: makeId,
      changed: (item) => emitter.emit('outbox', item),
      discarded: (item) => emitter.emit('discarded', item),
      written,
    }),
  }
}
