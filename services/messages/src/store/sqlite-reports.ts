import type { Report } from '@parley/contracts'
import type { ReportStore, Settled } from './report-store.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { Row } from './sqlite-rows.ts'

/** See `ReportStore`. */
export function sqliteReports(file: SqliteFile): ReportStore {
  return {
    add: (reports) =>
      file.write(({ run }) => {
        for (const { settled, ...report } of reports) {
          const { id, by, at } = report
          run(
            insert,
            id,
            by,
            at,
            JSON.stringify(report),
            settled === undefined ? null : JSON.stringify(settled),
          )
        }
      }),
    one: (id) => file.read(({ get }) => reportOf(get(one, id))),
    list: ({ done, before, limit }) =>
      file.read(({ all }) => {
        const { at, id } = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' }
        return all(done ? settledOnes : openOnes, at, id, limit).flatMap((row) => reportOf(row) ?? [])
      }),
    countBy: (user, since) => file.read(({ get }) => Number(get(countBy, user, since)?.n)),
    settle: (id, settled) =>
      file.write(({ run, get }) => {
        run(settle, JSON.stringify(settled), id)
        return reportOf(get(one, id))
      }),
    inOrder: (after, limit) =>
      file.read(({ all }) => all(inOrder, after, limit).flatMap((row) => reportOf(row) ?? [])),
  }
}

const insert = `insert into reports (id, by, at, report, settled) values (?, ?, ?, ?, ?) on conflict do nothing`
const one = 'select report, settled from reports where id = ?'
const listed = (where: string) => `select report, settled from reports
  where settled is ${where} and (at, id) < (?, ?) order by at desc, id desc limit ?`
const openOnes = listed('null')
const settledOnes = listed('not null')
const countBy = 'select count(*) as n from reports where by = ? and at >= ?'
const settle = 'update reports set settled = ? where id = ? and settled is null'
const inOrder = 'select report, settled from reports where id > ? order by id limit ?'

function reportOf(row: Row | undefined): Report | undefined {
  if (!row) return undefined
  const report = JSON.parse(String(row.report)) as Report
  return typeof row.settled === 'string' ? { ...report, settled: JSON.parse(row.settled) as Settled } : report
}
