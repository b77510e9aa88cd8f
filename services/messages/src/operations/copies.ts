import { randomUUID } from 'node:crypto'
import { type InputOf, limits, type messages, type OutputOf, ParleyError } from '@parley/contracts'
import { movesOf } from '../log/takeover.ts'
import { settleChanged } from '../heads/settle-changed.ts'
import { endOf, newsOf } from '../log/announcer.ts'
import { membersOf } from '../members.ts'
import type { Room } from '../parts.ts'
import { type LogRecord, toEntry } from '../store/log-record.ts'

export async function allConversations(
  room: Room,
  { after = '', limit = limits.page }: InputOf<typeof messages.allConversations>,
): Promise<OutputOf<typeof messages.allConversations>> {
  await room.log.ready()
  const { conversations, more } = await room.conversations.inOrder(after, limit)
  return {
    conversations: conversations.map(({ conversation, pointers, owns }) => ({
      conversation,
      pointers,
      ...(owns ? { owns: owns.map(({ revision: _, ...own }) => own) } : {}),
    })),
    more,
  }
}

type Restored = InputOf<typeof messages.restore>

/** Entries come back through a lane of their own, of which nobody needs to be told: nobody is there yet. */
export async function restore(room: Room, input: Restored): Promise<OutputOf<typeof messages.restore>> {
  const { conversation, entries, pointers, owns = [] } = input
  check(input)
  const lane = `restored-${randomUUID()}`
  const records: LogRecord[] = entries.map((entry, i) => {
    const place = { lane, w: i + 1 }
    return { ...toEntry({ ...entry, conversation, ...place }), ...place }
  })
  const outcome = await room.store.insert(records)
  if (outcome.kind === 'unclear')
    throw new ParleyError('UNAVAILABLE', undefined, { cause: outcome.cause, unclear: true })
  if (outcome.kind === 'stopped' && !(await areThere(room, input))) throw new ParleyError('CONFLICT')
  const news = newsOf(records)
  const members = membersOf(conversation)
  await room.store.move({
    heads: movesOf(news).heads,
    pointers: pointers.map((pointer) => ({ conversation, members, ...pointer })),
  })
  for (const own of owns) await room.store.arrange({ conversation, ...own })
  await settleChanged(room.store, news)
  for (const each of news) room.log.ends.learn(conversation, endOf(each))
  return {}
}

function check({ conversation, entries, pointers, owns = [] }: Restored): void {
  const members = membersOf(conversation)
  const first = entries[0]?.seq ?? 0
  const isWhole = entries.every(({ seq, by }, i) => seq === first + i && members.includes(by))
  if (first < 1 || !isWhole)
    throw new ParleyError('INVALID', 'These are no entries of this conversation in their order.', {
      field: 'entries',
    })
  const last = entries.at(-1)?.seq ?? 0
  if (
    pointers.some(
      ({ user, readSeq, deliveredSeq }) => !members.includes(user) || Math.max(readSeq, deliveredSeq) > last,
    )
  )
    throw new ParleyError('INVALID', 'A pointer is beyond the log, or nobody’s.', { field: 'pointers' })
  if (owns.some(({ user }) => !members.includes(user)))
    throw new ParleyError('INVALID', 'Nobody of this conversation has arranged it so.', { field: 'owns' })
}

/** Asked again after an unclear answer. */
async function areThere({ store }: Room, { conversation, entries }: Restored): Promise<boolean> {
  const found = await store.changes(conversation, (entries[0]?.seq ?? 1) - 1, entries.length)
  return entries.every(({ clientId, by }, i) => found[i]?.clientId === clientId && found[i].by === by)
}
