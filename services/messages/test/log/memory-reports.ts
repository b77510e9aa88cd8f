import type { Report } from '@parley/contracts'
import type { ReportStore } from '../../src/store/report-store.ts'

/** What a store must do with reports, as plainly as it can be said. */
export function memoryReports(): ReportStore {
  const all = new Map<string, Report>()
  const byAge = (one: Report, other: Report) => other.at - one.at || (one.id < other.id ? 1 : -1)
  return {
    async add(reports) {
      for (const report of reports) if (!all.has(report.id)) all.set(report.id, structuredClone(report))
    },
    async one(id) {
      return all.get(id)
    },
    async list({ done, before, limit }) {
      const isBelow = (report: Report) =>
        !before || report.at < before.at || (report.at === before.at && report.id < before.id)
      const found = [...all.values()].filter((one) => (one.settled !== undefined) === done && isBelow(one))
      return found.toSorted(byAge).slice(0, limit)
    },
    async countBy(user, since) {
      return [...all.values()].filter(({ by, at }) => by === user && at >= since).length
    },
    async settle(id, settled) {
      const report = all.get(id)
      if (report) report.settled ??= settled
      return report
    },
    async inOrder(after, limit) {
      const ids = [...all.keys()].filter((id) => id > after).toSorted()
      return ids.slice(0, limit).flatMap((id) => all.get(id) ?? [])
    },
  }
}
