import { isDeepStrictEqual } from 'node:util'
import {
  cut,
  type InputOf,
  limits,
  messages,
  type OutputOf,
  ParleyError,
  type Report,
} from '@parley/contracts'
import type { Room } from '../parts.ts'
import { removeForAll } from './change.ts'

const pageSize = 50

export async function reports(
  { store }: Room,
  { done, beforeAt, beforeId, limit = pageSize }: InputOf<typeof messages.reports>,
): Promise<OutputOf<typeof messages.reports>> {
  const before = beforeAt === undefined ? undefined : { at: beforeAt, id: beforeId ?? '' }
  const found = await store.reports.list({ done, before, limit: limit + 1 })
  return { reports: found.slice(0, limit).map(listed), more: found.length > limit }
}

export async function report(
  { store }: Room,
  { id }: InputOf<typeof messages.report>,
): Promise<OutputOf<typeof messages.report>> {
  return there(await store.reports.one(id))
}

export async function removeReported(
  room: Room,
  { id }: InputOf<typeof messages.removeReported>,
): Promise<OutputOf<typeof messages.removeReported>> {
  const { message } = there(await room.store.reports.one(id))
  if (!message) throw new ParleyError('NOT_FOUND')
  const { conversation, n } = message
  await removeForAll(room, { conversation, n, clientId: `report-${id}` })
  return {}
}

export async function settleReport(
  { store, now }: Room,
  { id, by, actions, note }: InputOf<typeof messages.settleReport>,
): Promise<OutputOf<typeof messages.settleReport>> {
  const settled = { by, at: now(), actions, note }
  const found = there(await store.reports.settle(id, settled))
  const { at: _, ...wanted } = settled
  const { at: __, ...there_ } = found.settled ?? settled
  if (!isDeepStrictEqual(there_, wanted))
    throw new ParleyError('CONFLICT', 'Somebody has settled this report already.')
  return found
}

export async function copyReports(
  { store }: Room,
  { after = '' }: InputOf<typeof messages.copyReports>,
): Promise<OutputOf<typeof messages.copyReports>> {
  const found = await store.reports.inOrder(after, messages.reportsCopied)
  const last = found.at(-1)
  return { reports: found, ...(last && found.length === messages.reportsCopied ? { next: last.id } : {}) }
}

export async function restoreReports(
  { store }: Room,
  { reports: kept }: InputOf<typeof messages.restoreReports>,
): Promise<OutputOf<typeof messages.restoreReports>> {
  await store.reports.add(kept)
  return {}
}

function there(found: Report | undefined): Report {
  if (!found) throw new ParleyError('NOT_FOUND')
  return found
}

function listed({ message, ...report_ }: Report): OutputOf<typeof messages.reports>['reports'][number] {
  if (!message) return report_
  const { conversation, n, context } = message
  const text = context.find((one) => one.n === n)?.text
  const shown = text === undefined ? {} : { text: cut(text, limits.previewCharacters) }
  return { ...report_, message: { conversation, n, ...shown } }
}
