import type { Entry } from '@parley/contracts'

/** An entry as the log keeps it: where it stands in its writer's lane, and how far its sender had read. */
export interface LogRecord extends Entry {
  lane: string
  w: number
  /** In a group: the seq of the last entry, up to this one, that says who belongs to it. */
  g?: number
  seen?: number
  seenN?: number
}

/** A message whose text was changed or taken away by an entry. */
export interface Changed {
  conversation: string
  n: number
}

/** More than are pinned, with those that are being unpinned. */
export const mostPins = 200

export function changedBy({ conversation, of }: LogRecord): Changed | undefined {
  return of === undefined ? undefined : { conversation, n: of }
}

export function toEntry(record: LogRecord): Entry {
  const { conversation, seq, n, kind, by, clientId, at, text, re, forwarded, of, group, mentions } = record
  const entry: Entry = { conversation, seq, n, kind, by, clientId, at }
  if (text !== undefined) entry.text = text
  if (re !== undefined) entry.re = re
  if (forwarded) entry.forwarded = forwarded
  if (of !== undefined) entry.of = of
  if (group !== undefined) entry.group = group
  if (mentions !== undefined) entry.mentions = mentions
  return entry
}

/** Ends a lane: behind it no late write can land. It stands in a conversation that nobody can name. */
export function fence(lane: string, w: number): LogRecord {
  const place = { lane, w, conversation: `!${lane}`, seq: w, n: 0, at: 0 }
  return { ...place, kind: 'fence', by: '', clientId: String(w) }
}

export function isFence(record: LogRecord): boolean {
  return record.kind === 'fence'
}
