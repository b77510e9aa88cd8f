import type { Collection } from 'mongodb'
import type { Changed } from './log-record.ts'
import type { RecordDocument } from './mongodb-collections.ts'

/** Both, so that the index is used: it has `replaced` before `of`. */
const standingOrNot = { $in: [false, true] }

/** Everything that changed a message. */
export function changing({ conversation, n }: Changed) {
  return { conversation, replaced: standingOrNot, of: n }
}

/** What changed messages from one number to another, without what is marked as replaced. */
export function standing(conversation: string, from: number, to: number) {
  return { conversation, replaced: false, of: { $gte: from, $lte: to } }
}

/** See `Store.settle`. Who inserts a change settles it after that, so of an edit and a deletion the later one sees both. */
export async function mongodbSettle(entries: Collection<RecordDocument>, changed: Changed): Promise<boolean> {
  const { conversation, n } = changed
  const edits = { ...changing(changed), kind: 'edit' }
  const deletion = { conversation, replaced: false, of: n, kind: 'delete' }
  if (await entries.findOne(deletion, { projection: { seq: 1 } })) {
    await entries.updateMany(edits, { $set: { replaced: true }, $unset: { text: '' } })
    await entries.updateOne({ conversation, kind: 'message', n }, { $unset: { text: '' } })
    return true
  }
  const newest = { sort: { seq: -1 }, projection: { seq: 1 } } as const
  const last = await entries.findOne({ ...edits, replaced: false }, newest)
  if (last)
    await entries.updateMany(
      { ...edits, replaced: false, seq: { $lt: last.seq } },
      { $set: { replaced: true } },
    )
  return false
}
