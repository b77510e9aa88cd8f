import { type Collection, MongoBulkWriteError } from 'mongodb'
import type { LogRecord } from './log-record.ts'
import type { RecordDocument } from './mongodb-collections.ts'
import type { Outcome } from './store.ts'

const duplicateKey = 11_000

/** Writes a batch in its order: an unordered one with a duplicate in its middle would tear a hole into the log. */
export async function mongodbInsert(
  entries: Collection<RecordDocument>,
  records: LogRecord[],
): Promise<Outcome> {
  try {
    await entries.insertMany(
      records.map((record) => ({
        _id: recordId(record.lane, record.w),
        ...record,
        ...(record.of === undefined ? {} : { replaced: false }),
      })),
      { ordered: true },
    )
    return { kind: 'written' }
  } catch (cause) {
    const at = duplicateAt(cause)
    return at === undefined ? { kind: 'unclear', cause } : { kind: 'stopped', at }
  }
}

export function recordId(lane: string, w: number): string {
  return `${lane}:${w}`
}

function duplicateAt(error: unknown): number | undefined {
  if (!(error instanceof MongoBulkWriteError)) return undefined
  // What came before the duplicate is then not known to be durable.
  if (error.result.getWriteConcernError()) return undefined
  const [first] = [error.writeErrors].flat()
  return first?.code === duplicateKey ? first.index : undefined
}
