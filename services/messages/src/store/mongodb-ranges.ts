import type { Collection } from 'mongodb'
import { standing } from './mongodb-changes.ts'
import type { RecordDocument } from './mongodb-collections.ts'
import type { MessageRange } from './store.ts'

/** Messages looked at together where some may be deleted. */
const stretch = 1_000

export function filterOf({ conversation, notBy, above, upTo }: MessageRange) {
  return { conversation, kind: 'message', n: { $gt: above, $lte: upTo }, by: { $ne: notBy } }
}

/** Without what is deleted: stretch by stretch, so that no list of numbers grows with the range. */
export async function countChanged(
  entries: Collection<RecordDocument>,
  range: MessageRange,
  limit: number,
): Promise<number> {
  let count = 0
  for (let above = range.above; above < range.upTo && count < limit; above += stretch) {
    const filter = await undeleted(entries, { ...range, above, upTo: Math.min(above + stretch, range.upTo) })
    count += await entries.countDocuments(filter)
  }
  return Math.min(count, limit)
}

/** The newest of a range that are not deleted, the newest first. */
export async function newestChanged(
  entries: Collection<RecordDocument>,
  range: MessageRange,
  limit: number,
): Promise<RecordDocument[]> {
  const found: RecordDocument[] = []
  for (let upTo = range.upTo; upTo > range.above && found.length < limit; upTo -= stretch) {
    const filter = await undeleted(entries, { ...range, above: Math.max(upTo - stretch, range.above), upTo })
    const some = entries.find(filter, { batchSize: limit + 1 }).sort({ n: -1 })
    found.push(...(await some.limit(limit - found.length).toArray()))
  }
  return found
}

async function undeleted(entries: Collection<RecordDocument>, range: MessageRange) {
  const { n, ...filter } = filterOf(range)
  const changed = standing(range.conversation, range.above + 1, range.upTo)
  const deletions = entries.find(
    { ...changed, kind: 'delete' },
    { projection: { _id: 0, of: 1 }, batchSize: stretch },
  )
  const numbers = (await deletions.toArray()).map(({ of = 0 }) => of)
  return { ...filter, n: numbers.length > 0 ? { ...n, $nin: numbers } : n }
}
