import type { Entry, Head, Own, Preview } from '@parley/contracts'
import type { LogRecord } from './log-record.ts'
import type { Lane, StoredConversation } from './store.ts'

/** A row as node:sqlite gives it. */
export type Row = Record<string, unknown>

export function recordOf(row: Row): LogRecord {
  const record: LogRecord = {
    lane: String(row.lane),
    w: Number(row.w),
    conversation: String(row.conversation),
    seq: Number(row.seq),
    n: Number(row.n),
    kind: String(row.kind),
    by: String(row.by),
    clientId: String(row.client_id),
    at: Number(row.at),
  }
  if (typeof row.text === 'string') record.text = row.text
  if (typeof row.of === 'number') record.of = row.of
  if (typeof row.seen === 'number') record.seen = row.seen
  if (typeof row.seen_n === 'number') record.seenN = row.seen_n
  return record
}

/** What an entry of a known conversation is made of, for a statement that returns tuples. */
export const entryColumns = 'seq, n, kind, by, client_id, at, text, of'

/** The columns of a strict table have these types. */
type EntryTuple = [number, number, string, string, string, number, string | null, number | null]

export function entryOf(conversation: string, tuple: unknown[]): Entry {
  const [seq, n, kind, by, clientId, at, text, of] = tuple as EntryTuple
  const entry: Entry = { conversation, seq, n, kind, by, clientId, at }
  if (text !== null) entry.text = text
  if (of !== null) entry.of = of
  return entry
}

export function laneOf({ id, done, applied, beat }: Row): Lane {
  return { id: String(id), done: Number(done), applied: Number(applied), beat: Number(beat) }
}

/** Rows of a conversation joined with each of its members, put together; in the order in which each came first. */
export function conversationsOf(rows: Row[]): StoredConversation[] {
  const found = new Map<string, StoredConversation>()
  for (const row of rows) {
    const conversation = String(row.id)
    let known = found.get(conversation)
    if (!known) {
      known = { conversation, head: headOf(row), pointers: [] }
      found.set(conversation, known)
    }
    known.pointers.push({
      user: String(row.user),
      readSeq: Number(row.read_seq),
      readN: Number(row.read_n),
      deliveredSeq: Number(row.delivered_seq),
    })
    if (row.revision) (known.owns ??= []).push({ user: String(row.user), ...ownOf(row) })
  }
  return [...found.values()]
}

export function ownOf(row: Row): Own {
  const own: Own = { revision: Number(row.revision) }
  if (row.pinned) own.pinned = true
  if (typeof row.archived_n === 'number') own.archivedN = row.archived_n
  if (row.muted_until) own.mutedUntil = Number(row.muted_until)
  if (typeof row.marked_seq === 'number') own.markedSeq = row.marked_seq
  return own
}

export function headOf(row: Row): Head {
  const head: Head = { seq: Number(row.seq), n: Number(row.n), at: Number(row.head_at) }
  if (typeof row.preview_by === 'string') {
    const preview: Preview = { by: row.preview_by, text: String(row.preview_text) }
    // One that the first version stored has no numbers.
    if (row.preview_seq) Object.assign(preview, { n: Number(row.preview_n), seq: Number(row.preview_seq) })
    if (row.preview_deleted) preview.deleted = true
    head.preview = preview
  }
  return head
}
