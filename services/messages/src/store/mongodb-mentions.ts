import type { Entry } from '@parley/contracts'
import type { Collection } from 'mongodb'
import { toEntry } from './log-record.ts'
import type { RecordDocument } from './mongodb-collections.ts'
import type { MessageRange } from './store.ts'

const rangesAtOnce = 50

/** See `Store.mentioning`. */
export async function mongodbMentioning(
  entries: Collection<RecordDocument>,
  ranges: readonly MessageRange[],
  limit: number,
): Promise<Entry[]> {
  const portions = Array.from({ length: Math.ceil(ranges.length / rangesAtOnce) }, (_, i) =>
    ranges.slice(i * rangesAtOnce, (i + 1) * rangesAtOnce),
  )
  const found = await Promise.all(
    portions.map((some) =>
      entries
        .find({ $or: some.map(filterOf) }, { batchSize: limit + 1 })
        .sort({ at: -1 })
        .limit(limit)
        .toArray(),
    ),
  )
  return found
    .flat()
    .toSorted((one, other) => other.at - one.at)
    .slice(0, limit)
    .map(toEntry)
}

function filterOf({ conversation, notBy, above, upTo }: MessageRange) {
  return {
    mentions: { $in: [notBy, '*'] },
    conversation,
    n: { $gt: above, $lte: upTo },
    by: { $ne: notBy },
    text: { $exists: true },
  }
}
