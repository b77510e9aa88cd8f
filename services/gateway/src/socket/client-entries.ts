import type { Entry, Pointer, socket } from '@parley/contracts'
import { peopleOf } from '../rendering/shown-entries.ts'
import type { SocketParts } from './socket-parts.ts'

/** UTF-16 units of text in one answer, so that it fits into a socket's buffer; whoever asked asks for the rest. */
const maxUnits = 128 * 1024

export interface ClientEntriesOptions {
  entries: readonly Entry[]
  pointers: readonly Pointer[]
  /** Messages that some of them are replies to. */
  quotes: readonly Entry[]
  /** Which end of a page that is too large stays: it has no holes either way. */
  keep: 'oldest' | 'newest'
  viewer: string
  /** Where entries go with their partial. */
  rendered?: { parts: SocketParts; requestId: string }
}

/** A page of entries as one client gets them. */
export async function clientEntries(options: ClientEntriesOptions): Promise<socket.ClientEntry[]> {
  const entries = fitting(options.entries, options.keep)
  const { rendered, viewer, pointers, quotes } = options
  if (!rendered || entries.length === 0) return entries
  const { app, frames } = rendered.parts
  const people = await app.people.byIds(peopleOf(entries, quotes), rendered.requestId)
  return entries.map((entry) => frames.withHtml(entry, { viewer, people, pointers, quotes }))
}

function fitting(entries: readonly Entry[], keep: 'oldest' | 'newest'): Entry[] {
  const ordered = keep === 'oldest' ? [...entries] : entries.toReversed()
  let units = 0
  const end = ordered.findIndex((entry, index) => {
    units += entry.text?.length ?? 0
    return units > maxUnits && index > 0
  })
  const kept = end < 0 ? ordered : ordered.slice(0, end)
  return keep === 'oldest' ? kept : kept.reverse()
}
