import type { Collection } from 'mongodb'
import { type Changed, mostPins } from './log-record.ts'
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
  await settleRest(entries, changed)
  return false
}

const settledKinds = ['react', 'unreact', 'pin', 'unpin']

/** Of each person's reactions with each emoji the last holds, and of all pins; one that takes something back need not be found either. */
async function settleRest(entries: Collection<RecordDocument>, { conversation, n }: Changed): Promise<void> {
  const rest = { conversation, replaced: false, of: n, kind: { $in: settledKinds } }
  const found = await entries.find(rest, { sort: { seq: 1 } }).toArray()
  const last = new Map(found.map((entry) => [subjectOf(entry), entry]))
  const standing = new Set([...last.values()].filter(({ kind }) => kind === 'react' || kind === 'pin'))
  const replaced = found.filter((entry) => !standing.has(entry)).map(({ seq }) => seq)
  if (replaced.length > 0)
    await entries.updateMany({ ...rest, seq: { $in: replaced } }, { $set: { replaced: true } })
}

/** Entries with the same one replace each other. */
function subjectOf({ kind, by, text }: RecordDocument): string {
  return kind === 'react' || kind === 'unreact' ? `${by} ${text}` : 'pin'
}

/** See `Store.pinnedNumbers`. */
export async function mongodbPinnedNumbers(
  entries: Collection<RecordDocument>,
  conversation: string,
): Promise<number[]> {
  const found = await entries
    .find({ conversation, kind: 'pin', replaced: false }, { projection: { of: 1 } })
    .sort({ seq: -1 })
    .limit(mostPins)
    .toArray()
  return [...new Set(found.flatMap(({ of }) => of ?? []))]
}
