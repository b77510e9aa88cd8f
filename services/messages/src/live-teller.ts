import type { Bus } from '@parley/bus'
import {
  type Entry,
  type GroupTold,
  groupsSubject,
  isGroup,
  type LiveEvent,
  liveSubject,
} from '@parley/contracts'
import type { GroupState, Span } from './groups/group-state.ts'
import type { Groups } from './groups/groups.ts'
import { sightOf } from './groups/sight.ts'
import { voidOf } from './groups/voids.ts'
import { twoOf } from './members.ts'
import { isFence, type LogRecord, toEntry } from './store/log-record.ts'

/** Something that happened in a conversation, for its members or (of a group) for some of them. */
export interface Happening {
  conversation: string
  event: LiveEvent
  users?: readonly string[]
}

/**
 * Tells members what happens, to the gateways where they are. It may be lost, and of a group that is not known here it may
 * be late: what must arrive can be had again from the log.
 */
export class LiveTeller {
  readonly #bus: Bus
  readonly #groups: Groups
  readonly #onError: (error: unknown) => void

  constructor(parts: { bus: Bus; groups: Groups; onError: (error: unknown) => void }) {
    this.#bus = parts.bus
    this.#groups = parts.groups
    this.#onError = parts.onError
  }

  /** Tells entries to those who may see them, in their order. */
  entries(records: readonly LogRecord[]): void {
    const two: Happening[] = []
    const groups = new Map<string, LogRecord[]>()
    for (const record of records) {
      if (isFence(record)) continue
      const { conversation } = record
      if (isGroup(conversation)) groups.set(conversation, [...(groups.get(conversation) ?? []), record])
      else two.push({ conversation, event: { type: 'entry', entry: toEntry(record) } })
    }
    this.#toTwo(two)
    for (const [conversation, some] of groups) {
      const g = some.at(-1)?.g ?? 0
      this.#toGroup(conversation, g, (state) => entriesTold(state, some))
    }
  }

  /** Tells what happened in any conversations; of groups, as they are known here or stored. */
  tell(happenings: readonly Happening[]): void {
    this.#toTwo(happenings.filter(({ conversation }) => !isGroup(conversation)))
    const groups = Map.groupBy(
      happenings.filter(({ conversation }) => isGroup(conversation)),
      ({ conversation }) => conversation,
    )
    for (const [conversation, some] of groups)
      this.#toGroup(conversation, 0, (state) => {
        const everybody = [...state.members.keys()]
        return some.map(({ event, users = everybody }) => ({
          users: users.filter((user) => state.members.has(user)),
          events: [event],
        }))
      })
  }

  #toTwo(happenings: readonly Happening[]): void {
    const events = new Map<string, LiveEvent[]>()
    for (const { conversation, event, users = twoOf(conversation) } of happenings)
      for (const user of users) {
        const known = events.get(user)
        if (known) known.push(event)
        else events.set(user, [event])
      }
    for (const [user, some] of events) this.#bus.publish(liveSubject(user), some)
  }

  #toGroup(conversation: string, seq: number, told: (state: GroupState) => GroupTold[]): void {
    const publish = (state: GroupState | undefined) => {
      if (state) this.#bus.publish(groupsSubject, told(state))
    }
    const known = this.#groups.peek(conversation)
    if (known && known.seq >= seq) publish(known)
    else void this.#groups.atLeast(conversation, seq).then(publish).catch(this.#onError)
  }
}

/** What each member may see of entries, and to those who left, that they did; who sees the same is told together. */
function entriesTold(state: GroupState, records: readonly LogRecord[]): GroupTold[] {
  const everybody = [...state.members.keys()]
  const newest = newestSpan(state)
  const told: GroupTold[] = []
  const tell = (users: string[], event: LiveEvent) => {
    const last = told.at(-1)
    if (last?.users === users) last.events.push(event)
    else if (users.length > 0) told.push({ users, events: [event] })
  }
  for (const record of records) {
    const entry = toEntry(record)
    const isForAll = record.seq > newest.afterSeq && (record.of ?? Infinity) > newest.afterN
    const blind = isForAll ? [] : blindTo(record, state)
    tell(blind.length === 0 ? everybody : everybody.filter((user) => !blind.includes(user)), {
      type: 'entry',
      entry,
    })
    tell(blind, { type: 'entry', entry: voidOf(entry) })
    tell(goneBy(entry, state), { type: 'left', conversation: record.conversation, seq: record.seq })
  }
  return told
}

function blindTo(record: LogRecord, { members }: GroupState): string[] {
  return [...members].flatMap(([user, { spans }]) => (sightOf(spans).seesEntry(record) ? [] : [user]))
}

/** What is behind this, all members see. */
function newestSpan({ members }: GroupState): Pick<Span, 'afterSeq' | 'afterN'> {
  let newest = { afterSeq: 0, afterN: 0 }
  for (const { spans } of members.values()) {
    const last = spans.at(-1)
    if (last && last.afterSeq > newest.afterSeq) newest = last
  }
  return newest
}

function goneBy({ group }: Entry, { members }: GroupState): string[] {
  return (group?.members ?? [])
    .filter(({ user, role }) => role === null && !members.has(user))
    .map(({ user }) => user)
}
