import type { Collection } from 'mongodb'
import type { RecordDocument } from './mongodb-collections.ts'
import type { MessageRange } from './store.ts'

const rangesAtOnce = 50

/** Counts narrow ranges many at a time; a range that may hold more than `limit` is counted by itself, up to it. */
export async function mongodbCount(
  entries: Collection<RecordDocument>,
  ranges: MessageRange[],
  limit: number,
): Promise<number[]> {
  const counts = new Map<MessageRange, number>()
  const countWide = async (range: MessageRange) => {
    counts.set(range, await entries.countDocuments(filterOf(range), { limit }))
  }
  const countNarrow = async (some: Map<string, MessageRange>) => {
    const groups = entries.aggregate<{ _id: string; count: number }>([
      { $match: { $or: [...some.values()].map(filterOf) } },
      { $group: { _id: '$conversation', count: { $sum: 1 } } },
    ])
    for await (const { _id, count } of groups) {
      const range = some.get(_id)
      if (range) counts.set(range, count)
    }
  }
  const wide = ranges.filter((range) => isWide(range, limit))
  const narrow = ranges.filter((range) => !isWide(range, limit))
  await Promise.all([...wide.map(countWide), ...portions(narrow).map(countNarrow)])
  return ranges.map((range) => counts.get(range) ?? 0)
}

export function filterOf({ conversation, notBy, above, upTo }: MessageRange) {
  return { conversation, kind: 'message', n: { $gt: above, $lte: upTo }, by: { $ne: notBy } }
}

function isWide({ above, upTo }: MessageRange, limit: number): boolean {
  return upTo - above > limit
}

/** Each conversation once in a portion, since what is counted is told apart by it. */
function portions(ranges: readonly MessageRange[]): Map<string, MessageRange>[] {
  const made: Map<string, MessageRange>[] = []
  for (const range of ranges) {
    let portion = made.find((some) => some.size < rangesAtOnce && !some.has(range.conversation))
    if (!portion) {
      portion = new Map()
      made.push(portion)
    }
    portion.set(range.conversation, range)
  }
  return made
}
