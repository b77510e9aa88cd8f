import { Type } from 'typebox'
import { At, ClientId, ConversationId, Seq, UserId } from './names.ts'
import { operation } from './operation.ts'
import { Report, ReportAction, ReportId, ReportReason, ReportWords } from './reports.ts'

const closed = { additionalProperties: false }
const service = { owner: 'messages', actsFor: 'service' } as const

/**
 * Reports a message of somebody else's to the administrators, with what was said around it, as the acting person sees it.
 * Nobody else is told. With the same client id it is one report. More than 20 of one person in a day: RATE_LIMITED. One's
 * own: INVALID. A deleted one: CONFLICT.
 */
export const reportMessage = operation({
  owner: 'messages',
  actsFor: 'person',
  name: 'reportMessage',
  method: 'POST',
  path: '/v1/conversations/:conversation/messages/:n/reports',
  summary: 'Report a message',
  input: Type.Object(
    { conversation: ConversationId, n: Seq, clientId: ClientId, reason: ReportReason, words: ReportWords },
    closed,
  ),
  output: Type.Object({}),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/** The same about a person. Oneself: INVALID. */
export const reportPerson = operation({
  owner: 'messages',
  actsFor: 'person',
  name: 'reportPerson',
  method: 'POST',
  path: '/v1/reports',
  summary: 'Report a person',
  input: Type.Object({ user: UserId, clientId: ClientId, reason: ReportReason, words: ReportWords }, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'RATE_LIMITED', 'UNAVAILABLE'],
})

/** A report without what was said around its message. */
const ListedReport = Type.Interface([Type.Omit(Report, ['message'])], {
  message: Type.Optional(
    Type.Object({ conversation: ConversationId, n: Seq, text: Type.Optional(Type.String()) }),
  ),
})

/** Open reports, or those that are done, the newest first; `before` is the last one of the page before. */
export const reports = operation({
  ...service,
  name: 'reports',
  method: 'GET',
  path: '/v1/reports',
  summary: 'List reports',
  input: Type.Object(
    {
      done: Type.Boolean(),
      beforeAt: Type.Optional(At),
      beforeId: Type.Optional(ReportId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    },
    closed,
  ),
  output: Type.Object({ reports: Type.Array(ListedReport), more: Type.Boolean() }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

export const report = operation({
  ...service,
  name: 'report',
  method: 'GET',
  path: '/v1/reports/:id',
  summary: 'Read a report',
  input: Type.Object({ id: ReportId }, closed),
  output: Report,
  errors: ['NOT_FOUND', 'UNAVAILABLE'],
})

/** Deletes the message of a report for everybody, in the name of nobody (`administration`). Done again, it is done. */
export const removeReported = operation({
  ...service,
  name: 'removeReported',
  method: 'DELETE',
  path: '/v1/reports/:id/message',
  summary: 'Delete a reported message',
  input: Type.Object({ id: ReportId }, closed),
  output: Type.Object({}),
  errors: ['NOT_FOUND', 'UNAVAILABLE'],
})

/** Keeps what an administrator (`by`) did about a report, which is done then. Done already, otherwise: CONFLICT. */
export const settleReport = operation({
  ...service,
  name: 'settleReport',
  method: 'POST',
  path: '/v1/reports/:id/settle',
  summary: 'Say what was done about a report',
  input: Type.Object(
    { id: ReportId, by: UserId, actions: Type.Array(ReportAction, { maxItems: 2 }), note: ReportWords },
    closed,
  ),
  output: Report,
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

/** Reports in one page of a copy, each of up to some 90 KB: together less than the bus carries at once. */
export const reportsCopied = 8

/** All reports in pages: `after` is the `next` of the page before; without a `next` it was the last. */
export const copyReports = operation({
  ...service,
  name: 'copyReports',
  method: 'GET',
  path: '/v1/all-reports',
  summary: 'Copy reports',
  input: Type.Object({ after: Type.Optional(ReportId) }, closed),
  output: Type.Object({ reports: Type.Array(Report), next: Type.Optional(Type.String()) }),
  errors: ['INVALID', 'UNAVAILABLE'],
})

/** Puts back what `copyReports` has given; what is there already stays as it is. */
export const restoreReports = operation({
  ...service,
  name: 'restoreReports',
  method: 'POST',
  path: '/v1/all-reports',
  summary: 'Put reports back',
  input: Type.Object({ reports: Type.Array(Report, { maxItems: reportsCopied }) }, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'UNAVAILABLE'],
})
