import type { Entry } from '@parley/contracts'

/** An entry as the log keeps it: where it stands in its writer's lane, and how far its sender had read. */
export interface LogRecord extends Entry {
  lane: string
  w: number
  seen?: number
  seenN?: number
}

export function toEntry(record: LogRecord): Entry {
  const { conversation, seq, n, kind, by, clientId, at, text } = record
  const entry = { conversation, seq, n, kind, by, clientId, at }
  return text === undefined ? entry : { ...entry, text }
}

/** Ends a lane: behind it no late write can land. It stands in a conversation that nobody can name. */
export function fence(lane: string, w: number): LogRecord {
  const place = { lane, w, conversation: `!${lane}`, seq: w, n: 0, at: 0 }
  return { ...place, kind: 'fence', by: '', clientId: String(w) }
}

export function isFence(record: LogRecord): boolean {
  return record.kind === 'fence'
}
