import type { messages, OutputOf, Person, Report } from '@parley/contracts'
import type { FastifyInstance } from 'fastify'
import type { ReportLineView, ReportPersonView, ReportView } from '../views/model.ts'

type Listed = OutputOf<typeof messages.reports>['reports'][number]

/** Reports as the list of the administrators shows them. */
export async function reportLines(
  app: FastifyInstance,
  reports: readonly Listed[],
  requestId: string,
): Promise<ReportLineView[]> {
  const people = await app.people.byIds(reports.flatMap(idsOf), requestId)
  return reports.map((report) => ({
    ...factsOf(report, people),
    ...(report.message ? { text: report.message.text ?? '' } : {}),
  }))
}

/** One report with all that is kept of it. */
export async function reportView(
  app: FastifyInstance,
  report: Report,
  { viewer, requestId }: { viewer: string; requestId: string },
): Promise<Omit<ReportView, 'note' | 'problem'>> {
  const { message, user } = report
  const context = message?.context ?? []
  const people = await app.people.byIds([...idsOf(report), ...context.map(({ by }) => by)], requestId)
  return {
    ...factsOf(report, people),
    messages: context.map(({ n, by, at, text, edited = false }) => ({
      n,
      author: nameOf(by, people),
      at: new Date(at).toISOString(),
      text,
      edited,
      isReported: n === message?.n,
    })),
    hasMessage: message !== undefined,
    canClose: user !== viewer && people.has(user) && people.get(user)?.deleted !== true,
  }
}

function factsOf(report: Listed | Report, people: ReadonlyMap<string, Person>) {
  const { id, by, user, at, reason, words, settled } = report
  return {
    id,
    by: nameOf(by, people),
    user: nameOf(user, people),
    at: new Date(at).toISOString(),
    reason,
    words,
    ...(settled
      ? { settled: { ...settled, by: nameOf(settled.by, people), at: new Date(settled.at).toISOString() } }
      : {}),
  }
}

function idsOf({ by, user, settled }: Pick<Report, 'by' | 'user' | 'settled'>): string[] {
  return [by, user, ...(settled ? [settled.by] : [])]
}

function nameOf(id: string, people: ReadonlyMap<string, Person>): ReportPersonView {
  const { username = '', displayName = 'Somebody unknown' } = people.get(id) ?? {}
  return { username, displayName }
}
