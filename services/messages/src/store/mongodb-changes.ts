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
  const all = changing(changed)
  const edits = { ...all, kind: 'edit' }
  const deletion = { conversation, replaced: false, of: n, kind: 'delete' }
  if (await entries.findOne(deletion, { projection: { seq: 1 } })) {
    const others = { ...all, kind: { $ne: 'delete' } }
    await entries.updateMany(others, { $set: { replaced: true }, $unset: { text: '' } })
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
  await settleReactions(entries, changed)
  return false
}

/** Of each person's with each emoji the last holds; one that takes a reaction back need not be found either. */
async function settleReactions(
  entries: Collection<RecordDocument>,
  { conversation, n }: Changed,
): Promise<void> {
  const reactions = { conversation, replaced: false, of: n, kind: { $in: ['react', 'unreact'] } }
  const found = await entries.find(reactions, { sort: { seq: 1 } }).toArray()
  const last = new Map(found.map((reaction) => [`${reaction.by} ${reaction.text}`, reaction]))
  const standing = new Set([...last.values()].filter(({ kind }) => kind === 'react'))
  const replaced = found.filter((reaction) => !standing.has(reaction)).map(({ seq }) => seq)
  if (replaced.length > 0)
    await entries.updateMany({ ...reactions, seq: { $in: replaced } }, { $set: { replaced: true } })
}
