import { accounts, isSoundText, limits, messages, ParleyError, type ReportAction } from '@parley/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { knownError, sentence } from '../errors/known-error.ts'
import { viewerOf } from '../sessions/gates.ts'
import { reportDetailPage, reportListPage } from '../views/index.ts'
import { bellOf } from './bell.ts'
import { type Fields, fieldsOf, textField } from './bodies.ts'
import { type RouteParts, sendPage } from './pages.ts'
import { queryNumber, queryText } from './query.ts'
import { reportLines, reportView } from './report-views.ts'

const shown = 30
const reportId = /^[A-Za-z0-9_-]{22}$/

/** `/admin/reports/`: what people have reported, and what is done about it. For anybody but administrators it is not there. */
export function adminReports(app: FastifyInstance, parts: RouteParts): void {
  app.get('/admin/reports/', { preValidation: requireAdmin }, async (request, reply) => {
    const done = queryText(request, 'done') === '1'
    const beforeAt = queryNumber(request, 'before', { minimum: 0, maximum: 8.64e15 })
    const beforeId = queryText(request, 'than') ?? ''
    const place = beforeAt === undefined ? {} : { beforeAt, ...(reportId.test(beforeId) ? { beforeId } : {}) }
    const [{ reports, more }, bell] = await Promise.all([
      app.call(messages.reports, { done, limit: shown, ...place }, contextOf(request)),
      bellOf(app, viewerOf(request), request),
    ])
    const last = reports.at(-1)
    const view = {
      isDone: done,
      reports: await reportLines(app, reports, request.id),
      olderUrl: more && last ? olderUrl(done, last) : null,
      isOlderPage: beforeAt !== undefined,
    }
    return await sendPage(request, reply, parts, { render: (chrome) => reportListPage(chrome, view), bell })
  })

  app.get('/admin/reports/:id/', { preValidation: requireAdmin }, async (request, reply) => {
    return await page(request, reply)
  })

  const writing = { preValidation: [requireAdmin, app.requireCsrf] }
  app.post('/admin/reports/:id/', writing, async (request, reply) => {
    const fields = fieldsOf(request.body)
    try {
      await settle(request, fields)
    } catch (error) {
      const known = knownError(error)
      if (known.status >= 500 || known.code === 'NOT_FOUND') throw error
      return await page(request, reply, { error: known, fields })
    }
    return await reply.redirect(`/admin/reports/${idOf(request)}/`, 303)
  })

  /** Does it first, and says so then: what is cut off in between is still open, and doing it again does no harm. */
  async function settle(request: FastifyRequest, fields: Fields): Promise<void> {
    const [id, by] = [idOf(request), viewerOf(request).person.id]
    const note = textField(fields, 'note').replaceAll('\r\n', '\n')
    if (!isSoundText(note, limits.reportCharacters))
      throw new ParleyError('INVALID', `A note may have up to ${limits.reportCharacters} characters.`)
    const report = await app.call(messages.report, { id }, contextOf(request))
    const actions: ReportAction[] = []
    if (fields['delete_message'] === 'true' && report.message) {
      if (!report.settled) await app.call(messages.removeReported, { id }, contextOf(request))
      actions.push('deleted')
    }
    if (fields['close_account'] === 'true') {
      if (!report.settled) await close(request, report.user)
      actions.push('closed')
    }
    await app.call(messages.settleReport, { id, by, actions, note }, contextOf(request))
  }

  async function close(request: FastifyRequest, user: string): Promise<void> {
    if (user === viewerOf(request).person.id)
      throw new ParleyError('INVALID', 'You cannot close your own account here.')
    const username = (await app.people.byIds([user], request.id)).get(user)?.username
    if (username === undefined) throw new ParleyError('NOT_FOUND')
    await app.call(accounts.setDisabled, { username, disabled: true }, contextOf(request))
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    refused?: { error: ParleyError; fields: Fields },
  ): Promise<FastifyReply> {
    const viewer = viewerOf(request)
    const [report, bell] = await Promise.all([
      app.call(messages.report, { id: idOf(request) }, contextOf(request)),
      bellOf(app, viewer, request),
    ])
    const note = refused?.fields['note']
    const view = {
      ...(await reportView(app, report, { viewer: viewer.person.id, requestId: request.id })),
      note: typeof note === 'string' && isSoundText(note, 5_000) ? note : '',
      ...(refused ? { problem: sentence(refused.error.message) } : {}),
    }
    return await sendPage(request, reply, parts, {
      render: (chrome) => reportDetailPage(chrome, view),
      bell,
      ...(refused ? { status: refused.error.status } : {}),
    })
  }
}

/** Before anything else is looked at: whoever may not have these pages finds that there are none. */
async function requireAdmin({ viewer }: FastifyRequest): Promise<void> {
  if (!viewer?.isAdmin) throw new ParleyError('NOT_FOUND')
}

function contextOf(request: FastifyRequest) {
  return { actor: null, requestId: request.id }
}

/** @throws ParleyError NOT_FOUND for what can be no report's */
function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string }
  if (!reportId.test(id)) throw new ParleyError('NOT_FOUND')
  return id
}

function olderUrl(done: boolean, { at, id }: { at: number; id: string }): string {
  const query = new URLSearchParams({ ...(done ? { done: '1' } : {}), before: String(at), than: id })
  return `/admin/reports/?${query.toString()}`
}
