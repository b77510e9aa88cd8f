import type { Report } from '@parley/contracts'
import type { Collection } from 'mongodb'
import type { ReportStore } from './report-store.ts'

/** `_id` is its id; `done` is what lists go by. */
export type ReportDocument = Omit<Report, 'id'> & { _id: string; done: boolean }

/** See `ReportStore`. @param asked does some work once the collection is prepared */
export function mongodbReports(
  reports: Collection<ReportDocument>,
  asked: <T>(work: () => Promise<T>) => Promise<T>,
): ReportStore {
  return {
    add: (added) =>
      asked(async () => {
        if (added.length === 0) return
        await reports.bulkWrite(
          added.map(({ id, ...report }) => ({
            updateOne: {
              filter: { _id: id },
              update: { $setOnInsert: { ...report, done: report.settled !== undefined } },
              upsert: true,
            },
          })),
          { ordered: false },
        )
      }),
    one: (id) => asked(async () => reportOf(await reports.findOne({ _id: id }))),
    list: ({ done, before, limit }) =>
      asked(async () => {
        const below = before && {
          $or: [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }],
        }
        const found = reports
          .find({ done, ...below }, { batchSize: limit + 1 })
          .sort({ at: -1, _id: -1 })
          .limit(limit)
        return (await found.toArray()).flatMap((document) => reportOf(document) ?? [])
      }),
    countBy: (user, since) => asked(() => reports.countDocuments({ by: user, at: { $gte: since } })),
    settle: (id, settled) =>
      asked(async () => {
        await reports.updateOne({ _id: id, done: false }, { $set: { settled, done: true } })
        return reportOf(await reports.findOne({ _id: id }))
      }),
    inOrder: (after, limit) =>
      asked(async () => {
        const found = reports
          .find({ _id: { $gt: after } }, { batchSize: limit + 1 })
          .sort({ _id: 1 })
          .limit(limit)
        return (await found.toArray()).flatMap((document) => reportOf(document) ?? [])
      }),
  }
}

function reportOf(document: ReportDocument | null): Report | undefined {
  if (!document) return undefined
  const { _id: id, done: _, ...report } = document
  return { id, ...report }
}
