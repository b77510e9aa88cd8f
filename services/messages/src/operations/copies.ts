import { randomUUID } from 'node:crypto'
import {
  administration,
  type InputOf,
  isGroup,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import { movesOf } from '../log/takeover.ts'
import { settleChanged } from '../heads/settle-changed.ts'
import { newsOf } from '../log/announcer.ts'
import { type GroupState, groupAfter } from '../groups/group-state.ts'
import { twoOf } from '../members.ts'
import type { Room } from '../parts.ts'
import { type LogRecord, toEntry } from '../store/log-record.ts'
import type { StoredConversation } from '../store/store.ts'

export async function allConversations(
  room: Room,
  { after = '', limit = limits.page }: InputOf<typeof messages.allConversations>,
): Promise<OutputOf<typeof messages.allConversations>> {
  await room.log.ready()
  const { conversations, more } = await room.conversations.inOrder(after, limit)
  return { conversations: await Promise.all(conversations.map((each) => kept(room, each))), more }
}

async function kept({ store }: Room, { conversation, pointers, owns }: StoredConversation) {
  const invites = isGroup(conversation) ? await store.invitesOf(conversation) : []
  return {
    conversation,
    pointers,
    ...(owns ? { owns: owns.map(({ revision: _, ...own }) => own) } : {}),
    ...(invites.length > 0 ? { invites: invites.map(({ conversation: _, ...invite }) => invite) } : {}),
  }
}

export async function allEntries(
  { store, log }: Room,
  { conversation, after, limit = limits.page }: InputOf<typeof messages.allEntries>,
): Promise<OutputOf<typeof messages.allEntries>> {
  const [entries, end] = await Promise.all([
    store.changes(conversation, after, limit),
    log.ends.refresh(conversation),
  ])
  const last = entries.at(-1)
  const { seq, n } = last && last.seq > end.seq ? last : end
  return { entries, head: { seq, n } }
}

type Restored = InputOf<typeof messages.restore>

/** Entries come back through a lane of their own, of which nobody needs to be told: nobody is there yet. */
export async function restore(room: Room, input: Restored): Promise<OutputOf<typeof messages.restore>> {
  const { conversation, pointers, owns = [], invites = [] } = input
  const lane = `restored-${randomUUID()}`
  const restored = await restoredOf(room, input, lane)
  check(input, restored.members)
  const { records } = restored
  const outcome = await room.store.insert(records)
  if (outcome.kind === 'unclear')
    throw new ParleyError('UNAVAILABLE', undefined, { cause: outcome.cause, unclear: true })
  if (outcome.kind === 'stopped' && !(await areThere(room, input))) throw new ParleyError('CONFLICT')
  const news = newsOf(records)
  const members = twoOf(conversation)
  if (restored.group) {
    room.groups.learn(restored.group)
    await room.groups.settle(conversation, restored.group.seq)
  }
  await room.store.move({
    heads: movesOf(news).heads,
    pointers: pointers.map((pointer) => ({ conversation, members, ...pointer })),
  })
  for (const own of owns) await room.store.arrange({ conversation, ...own })
  for (const invite of invites) await room.store.putInvite({ conversation, ...invite })
  await settleChanged(room.store, news)
  room.log.restored(news)
  return {}
}

interface RestoredEntries {
  records: LogRecord[]
  /** Who belongs to the conversation after them, or did before. */
  members: ReadonlySet<string>
  group?: GroupState
}

/** Entries in their places; those of a group make it what it was. */
async function restoredOf(
  room: Room,
  { conversation, entries }: Restored,
  lane: string,
): Promise<RestoredEntries> {
  const records = entries.map((entry, i): LogRecord => {
    const place = { lane, w: i + 1 }
    return { ...toEntry({ ...entry, conversation, ...place }), ...place }
  })
  if (!isGroup(conversation)) return { records, members: new Set(twoOf(conversation)) }
  const first = (entries[0]?.seq ?? 1) - 1
  const before = first > 0 ? await room.store.bySeq(conversation, first) : undefined
  let state = before?.g ? await room.groups.atLeast(conversation, before.g) : undefined
  for (const record of records) {
    if (record.kind === 'members' && record.seq > (state?.seq ?? 0)) state = groupAfter(state, record)
    record.g = record.kind === 'members' ? record.seq : Math.min(state?.seq ?? 0, record.seq)
  }
  const members = new Set([...(state?.members.keys() ?? []), ...(state?.former.keys() ?? [])])
  return { records, members, ...(state ? { group: state } : {}) }
}

function check({ entries, pointers, owns = [] }: Restored, members: ReadonlySet<string>): void {
  const first = entries[0]?.seq ?? 0
  const mayBe = ({ kind, by }: (typeof entries)[number]) =>
    members.has(by) || (kind === 'delete' && by === administration)
  const isWhole = entries.every((entry, i) => entry.seq === first + i && mayBe(entry))
  if (first < 1 || !isWhole)
    throw new ParleyError('INVALID', 'These are no entries of this conversation in their order.', {
      field: 'entries',
    })
  const last = entries.at(-1)?.seq ?? 0
  if (
    pointers.some(
      ({ user, readSeq, deliveredSeq }) => !members.has(user) || Math.max(readSeq, deliveredSeq) > last,
    )
  )
    throw new ParleyError('INVALID', 'A pointer is beyond the log, or nobody’s.', { field: 'pointers' })
  if (owns.some(({ user }) => !members.has(user)))
    throw new ParleyError('INVALID', 'Nobody of this conversation has arranged it so.', { field: 'owns' })
}

/** Asked again after an unclear answer. */
async function areThere({ store }: Room, { conversation, entries }: Restored): Promise<boolean> {
  const found = await store.changes(conversation, (entries[0]?.seq ?? 1) - 1, entries.length)
  return entries.every(({ clientId, by }, i) => found[i]?.clientId === clientId && found[i].by === by)
}
