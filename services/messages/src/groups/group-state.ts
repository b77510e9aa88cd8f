import type { GroupChange, GroupHistory, Role } from '@parley/contracts'
import type { LogRecord } from '../store/log-record.ts'

/** Entries and messages that somebody may see: those after `afterSeq` (`afterN`), up to `upToSeq` (`upToN`) where it has ended. */
export interface Span {
  afterSeq: number
  afterN: number
  upToSeq?: number
  upToN?: number
}

export interface MemberState {
  role: Role
  /** The entry that let them in: where their pointers begin. */
  since: { seq: number; n: number }
  spans: Span[]
}

/** A group as of one entry of kind `members`. Never changed: what comes after it makes another one. */
export interface GroupState {
  conversation: string
  /** That entry's. */
  seq: number
  n: number
  at: number
  name: string
  about: string
  history: GroupHistory
  /** In the order in which they came. */
  members: ReadonlyMap<string, MemberState>
  /** What those who are no members any more had seen, for when they come back. */
  former: ReadonlyMap<string, Span[]>
}

/** Of one person; with more comings and goings than that, the oldest are seen no more. */
const maxSpans = 20
const maxFormer = 5_000

type Step = Pick<LogRecord, 'conversation' | 'seq' | 'n' | 'at' | 'group'>

/** A group after one more entry of kind `members`. */
export function groupAfter(
  state: GroupState | undefined,
  { conversation, seq, n, at, group = {} }: Step,
): GroupState {
  const before = state ?? {
    name: '',
    about: '',
    history: 'all' as const,
    members: new Map(),
    former: new Map(),
  }
  const history = group.history ?? before.history
  const members = new Map(before.members)
  const former = new Map(before.former)
  for (const { user, role } of group.members ?? []) {
    const known = members.get(user)
    if (role === null) {
      members.delete(user)
      if (known) former.set(user, ended(known.spans, { seq, n }))
    } else if (known) members.set(user, { ...known, role })
    else {
      members.set(user, { role, since: { seq, n }, spans: begun(former.get(user), { seq, n, history }) })
      former.delete(user)
    }
  }
  for (const user of [...former.keys()].slice(0, Math.max(0, former.size - maxFormer))) former.delete(user)
  const { name = before.name, about = before.about } = group
  return { conversation, seq, n, at, name, about, history, members, former }
}

export function ownerOf({ members }: Pick<GroupState, 'members'>): string | undefined {
  for (const [user, { role }] of members) if (role === 'owner') return user
  return undefined
}

/** Who came or went, or has another role, by an entry. */
export function usersOf(group: GroupChange | undefined): string[] {
  return group?.members?.map(({ user }) => user) ?? []
}

/** Whoever was here before does not see what lay between, whatever newcomers see. */
function begun(
  before: readonly Span[] | undefined,
  { seq, n, history }: { seq: number; n: number; history: GroupHistory },
): Span[] {
  const isNew = before === undefined || before.length === 0
  if (isNew && history === 'all') return [{ afterSeq: 0, afterN: 0 }]
  return [...(before ?? []), { afterSeq: seq - 1, afterN: n }].slice(-maxSpans)
}

function ended(spans: readonly Span[], { seq, n }: { seq: number; n: number }): Span[] {
  return spans.map((span) => (span.upToSeq === undefined ? { ...span, upToSeq: seq, upToN: n } : span))
}
