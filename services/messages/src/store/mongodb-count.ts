import type { Collection } from 'mongodb'
import type { RecordDocument } from './mongodb-collections.ts'
import { countChanged, filterOf } from './mongodb-ranges.ts'
import type { MessageRange } from './store.ts'

const rangesAtOnce = 50

/**
 * Counts narrow ranges many at a time; one that may hold more than `limit`, or something deleted, is counted by itself.
 */
export async function mongodbCount(
  entries: Collection<RecordDocument>,
  ranges: MessageRange[],
  limit: number,
): Promise<number[]> {
  const counts = new Map<MessageRange, number>()
  const countWithout = async (range: MessageRange) => {
    counts.set(range, await countChanged(entries, range, limit))
  }
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
  const changed = ranges.filter(({ isChanged }) => isChanged)
  const whole = ranges.filter(({ isChanged }) => !isChanged)
  const wide = whole.filter((range) => isWide(range, limit))
  const narrow = whole.filter((range) => !isWide(range, limit))
  await Promise.all([
    ...changed.map(countWithout),
    ...wide.map(countWide),
    ...portions(narrow).map(countNarrow),
  ])
  return ranges.map((range) => counts.get(range) ?? 0)
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
