import {
  asTheyAre,
  type Entry,
  type Group,
  type GroupChange,
  type GroupHistory,
  limits,
  ParleyError,
  type Pointer,
  type Role,
} from '@parley/contracts'

/** One conversation in memory. */
export interface Log {
  id: string
  entries: Entry[]
  /** Those of its members. */
  pointers: Map<string, Pointer>
  group?: FakeGroup
}

export interface FakeGroup {
  name: string
  about: string
  history: GroupHistory
  seq: number
  roles: Map<string, Role>
  /** The first entry that each member may see. */
  since: Map<string, number>
  /** The entry that let each member in. */
  came: Map<string, number>
}

export function newLog(id: string, members: readonly string[]): Log {
  return { id, entries: [], pointers: new Map(members.map((user) => [user, pointerAt(user, 0, 0)])) }
}

/** Lets an entry of kind `members` become true. Newcomers begin at it. */
export function applyToGroup(log: Log, { seq, n, group: change }: Entry): void {
  const group = (log.group ??= newGroup())
  Object.assign(group, defined(change))
  group.seq = seq
  for (const { user, role } of change?.members ?? []) {
    if (role === null) {
      group.roles.delete(user)
      group.since.delete(user)
      log.pointers.delete(user)
    } else if (group.roles.has(user)) group.roles.set(user, role)
    else {
      group.roles.set(user, role)
      group.came.set(user, seq)
      group.since.set(user, group.history === 'all' ? 1 : seq)
      log.pointers.set(user, pointerAt(user, seq, n))
    }
  }
}

export function headOf({ entries }: Log): { seq: number; n: number } {
  return { seq: entries.length, n: messagesOf(entries).length }
}

export function messagesOf(entries: readonly Entry[]): Entry[] {
  return entries.filter(({ kind }) => kind === 'message')
}

/** The messages as they are now that one member may see. */
export function seenMessages(log: Log, user: string): Entry[] {
  const since = log.group?.since.get(user) ?? 1
  return asTheyAre(messagesOf(log.entries), log.entries).filter(({ seq }) => seq >= since)
}

/** The number of the first message that one member may see. */
export function firstOf(log: Log, user: string): number {
  const since = log.group?.since.get(user) ?? 1
  return messagesOf(log.entries.slice(0, since - 1)).length + 1
}

/** An entry, or what stands for it where a member may not see it or the message that it changes. */
export function asSeenBy(log: Log, entry: Entry, user: string): Entry {
  const since = log.group?.since.get(user) ?? 1
  const isHidden = entry.seq < since || (entry.of !== undefined && entry.of < firstOf(log, user))
  return isHidden ? voidOf(entry) : entry
}

/** Entries as one member sees them: what comes first and may not be seen is one void. */
export function seenEntries(log: Log, after: number, limit: number, user: string): Entry[] {
  const seen = log.entries.slice(after, after + limit).map((entry) => asSeenBy(log, entry, user))
  const start = seen.findIndex(({ kind }) => kind !== 'void')
  const hidden = start < 0 ? seen : seen.slice(0, start)
  const last = hidden.at(-1)
  if (!last || hidden.length === 1) return seen
  return [{ ...last, from: after + 1 }, ...seen.slice(hidden.length)]
}

export function quotesOf(log: Log, shown: readonly Entry[], user: string): { quotes?: Entry[] } {
  const numbers = new Set(shown.flatMap(({ re }) => re ?? []))
  return numbers.size > 0 ? { quotes: seenMessages(log, user).filter(({ n }) => numbers.has(n)) } : {}
}

/** Everybody's, or in lists and great groups one's own. */
export function pointersFor(log: Log, user: string, isList = false): Pointer[] {
  const all = [...log.pointers.values()]
  const isOwn = log.group !== undefined && (isList || log.pointers.size > limits.receiptMembers)
  return isOwn ? all.filter((pointer) => pointer.user === user) : all
}

export function groupFor({ group }: Log, user: string): Group | undefined {
  const role = group?.roles.get(user)
  if (!group || !role) return undefined
  const { name, about, history, seq, roles } = group
  return { name, about, history, count: roles.size, role, seq }
}

export function pointerOf(log: Log, user: string): Pointer {
  const pointer = log.pointers.get(user)
  if (!pointer) throw new ParleyError('NOT_FOUND')
  return pointer
}

function pointerAt(user: string, seq: number, n: number): Pointer {
  return { user, readSeq: seq, readN: n, deliveredSeq: seq }
}

function newGroup(): FakeGroup {
  return { name: '', about: '', history: 'all', seq: 0, roles: new Map(), since: new Map(), came: new Map() }
}

function defined({ name, about, history }: GroupChange = {}): Partial<FakeGroup> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(about === undefined ? {} : { about }),
    ...(history === undefined ? {} : { history }),
  }
}

function voidOf({ conversation, seq, n }: Entry): Entry {
  return { conversation, seq, n, kind: 'void', by: '0', clientId: '0', at: 0 }
}
