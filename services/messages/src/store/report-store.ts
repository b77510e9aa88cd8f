import type { Report } from '@parley/contracts'

export type Settled = NonNullable<Report['settled']>

/** What people told the administrators. Part of the store, with its promises; `test/store/reports-suite.ts` is the definition. */
export interface ReportStore {
  /** One that is there already, by its id, stays as it is. */
  add(reports: readonly Report[]): Promise<void>
  one(id: string): Promise<Report | undefined>
  /** The newest first, of two at one time the greater id; those below `before`. */
  list(options: {
    done: boolean
    before?: { at: number; id: string } | undefined
    limit: number
  }): Promise<Report[]>
  /** How many of a person's are not older than `since`. */
  countBy(user: string, since: number): Promise<number>
  /** Says what was done, where nothing was said so far. The report as it is then; undefined where there is none. */
  settle(id: string, settled: Settled): Promise<Report | undefined>
  /** In the order of their ids, after one. */
  inOrder(after: string, limit: number): Promise<Report[]>
}
