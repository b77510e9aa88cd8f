import { administration, isGroup, ParleyError } from '@parley/contracts'
import { type GroupState, groupAfter } from '../groups/group-state.ts'
import type { Groups } from '../groups/groups.ts'
import { decide } from '../groups/intent.ts'
import type { LogRecord } from '../store/log-record.ts'
import type { LogEnd } from '../store/store.ts'
import type { Draft, Item, Job } from './job.ts'
import type { LogEnds } from './log-ends.ts'

/** What is to be written, and of a group what it comes to. */
export interface Numbered {
  item: Item
  record: LogRecord
  group?: GroupState
}

/** What may not follow the entry before it, and why. */
export interface Refused {
  item: Item
  error: ParleyError
}

/**
 * Gives entries the next numbers of their conversations and of a lane. Each is as it has to be after the entry before
 * it, or it is refused; what comes behind that in its job waits. @throws ParleyError UNAVAILABLE
 */
export async function number(
  items: readonly Item[],
  place: { lane: string; after: number; now: number },
  { ends, groups }: { ends: LogEnds; groups: Groups },
): Promise<{ numbered: Numbered[]; refused: Refused[] }> {
  const last = await ends.of(new Set(items.map(({ job }) => job.conversation)))
  const states = await statesAt(last, groups)
  const lookups: Promise<void>[] = []
  const numbered: Numbered[] = []
  const refused: Refused[] = []
  const waiting = new Set<Job>()
  const changed = new Set<string>()
  for (const item of items) {
    if (waiting.has(item.job)) continue
    const { conversation } = item.job
    const end = last.get(conversation) ?? { seq: 0, n: 0, at: 0 }
    const w = place.after + 1 + numbered.length
    const record = recordAfter(end, item, { lane: place.lane, w, now: place.now })
    const state = states.get(conversation)
    const error = isGroup(conversation) ? admit(record, item.draft, state) : undefined
    if (error) {
      waiting.add(item.job)
      // By what is not written yet, nothing is refused.
      if (!changed.has(conversation)) refused.push({ item, error })
      continue
    }
    const group = record.kind === 'members' ? groupAfter(state, record) : undefined
    if (group) {
      states.set(conversation, group)
      changed.add(conversation)
    }
    last.set(conversation, record)
    // What nobody has written yet, nobody has seen.
    const seen = item.index === 0 ? Math.min(item.job.seen ?? 0, end.seq) : 0
    if (seen > 0) lookups.push(addSeen(record, seen, end, ends))
    numbered.push({ item, record, ...(group ? { group } : {}) })
  }
  await Promise.all(lookups)
  return { numbered, refused }
}

async function statesAt(last: Map<string, LogEnd>, groups: Groups): Promise<Map<string, GroupState>> {
  const states = new Map<string, GroupState>()
  for (const [conversation, { g = 0 }] of last) {
    const state = g > 0 ? await groups.atLeast(conversation, g) : undefined
    if (state) states.set(conversation, state)
  }
  return states
}

function recordAfter(
  end: LogEnd,
  { job, draft }: Item,
  { lane, w, now }: { lane: string; w: number; now: number },
): LogRecord {
  const { conversation } = job
  const { by, clientId, kind = 'message', text, re, forwarded, of, at } = draft
  const seq = end.seq + 1
  const g = kind === 'members' ? seq : end.g
  return {
    lane,
    w,
    conversation,
    seq,
    n: kind === 'message' ? end.n + 1 : end.n,
    ...(g === undefined ? {} : { g }),
    kind,
    by,
    clientId,
    at: Math.max(Math.min(at ?? now, now), end.at),
    ...(text === undefined ? {} : { text }),
    ...(re === undefined ? {} : { re }),
    ...(forwarded ? { forwarded } : {}),
    ...(of === undefined ? {} : { of }),
  }
}

/** Why an entry may not follow in a group, if so; else what it says of the group is put into it. */
function admit(record: LogRecord, draft: Draft, state: GroupState | undefined): ParleyError | undefined {
  try {
    if (draft.intent) record.group = changeOf(draft, draft.intent, state)
    else requireRole(draft, state)
    const mentions = mentionedBy(draft, state)
    if (mentions.length > 0) record.mentions = mentions
    return undefined
  } catch (error) {
    if (error instanceof ParleyError) return error
    throw error
  }
}

function changeOf({ by }: Draft, intent: NonNullable<Draft['intent']>, state: GroupState | undefined) {
  const change = decide(state, by, intent)
  // Somebody else did the same a moment ago.
  if (!change) throw new ParleyError('CONFLICT', 'This is so already.')
  return change
}

function requireRole({ by, kind, asAdmin }: Draft, state: GroupState | undefined): void {
  if (by === administration && kind === 'delete') return
  const role = state?.members.get(by)?.role
  if (role === undefined) throw new ParleyError('NOT_FOUND')
  if (asAdmin && role === 'member') throw new ParleyError('FORBIDDEN')
}

/** Who is no member learns nothing; everybody is for admins to call. */
function mentionedBy({ by, mentions = [] }: Draft, state: GroupState | undefined): string[] {
  const isAdmin = state?.members.get(by)?.role !== 'member'
  return [...new Set(mentions)].filter((user) => (user === '*' ? isAdmin : state?.members.has(user)))
}

async function addSeen(record: LogRecord, seen: number, end: LogEnd, ends: LogEnds): Promise<void> {
  record.seen = seen
  record.seenN = await ends.nAt(record.conversation, seen, end)
}
