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
  if (typeof row.re === 'number') record.re = row.re
  if (typeof row.of === 'number') record.of = row.of
  if (typeof row.g === 'number') record.g = row.g
  if (typeof row.body === 'string') Object.assign(record, bodyOf(row.body))
  if (typeof row.seen === 'number') record.seen = row.seen
  if (typeof row.seen_n === 'number') record.seenN = row.seen_n
  return record
}

/** What an entry of a known conversation is made of, for a statement that returns tuples. */
export const entryColumns = 'seq, n, kind, by, client_id, at, text, re, of, body'

/** The columns of a strict table have these types. */
type EntryTuple = [
  number,
  number,
  string,
  string,
  string,
  number,
  string | null,
  number | null,
  number | null,
  string | null,
]

export function entryOf(conversation: string, tuple: unknown[]): Entry {
  const [seq, n, kind, by, clientId, at, text, re, of, body] = tuple as EntryTuple
  const entry: Entry = { conversation, seq, n, kind, by, clientId, at }
  if (text !== null) entry.text = text
  if (re !== null) entry.re = re
  if (of !== null) entry.of = of
  if (body !== null) Object.assign(entry, bodyOf(body))
  return entry
}

/** As this store wrote it. */
function bodyOf(body: string): Pick<Entry, 'group' | 'mentions' | 'forwarded'> {
  return JSON.parse(body) as Pick<Entry, 'group' | 'mentions' | 'forwarded'>
}

export function laneOf({ id, done, applied, beat }: Row): Lane {
  return { id: String(id), done: Number(done), applied: Number(applied), beat: Number(beat) }
}

/** What a row of `members` says of how its member has arranged it, as one column: most have not, and rows are made of columns. */
export const ownColumn = `case when m.revision > 0
  then json_array(m.revision, m.pinned, m.archived_n, m.muted_until, m.marked_seq, m.hears_mentions) end as own`

/** What a conversation `c` joined with one of its members `m` is made of, for a statement that returns tuples. */
export const memberColumns = `c.id, c.seq, c.n, c.at, c.preview_by, c.preview_text, c.preview_n, c.preview_seq,
  c.preview_deleted, c.g, m.user, m.read_seq, m.read_n, m.delivered_seq, ${ownColumn}`

type HeadTuple = [number, number, number, string | null, string | null, number, number, number]
type MemberTuple = [string, number, number, number, string | null]

/** Tuples of a conversation joined with each of its members, put together; in the order in which each came first. */
export function conversationsOf(tuples: unknown[][]): StoredConversation[] {
  const found = new Map<string, StoredConversation>()
  for (const [id, ...rest] of tuples) {
    const conversation = String(id)
    let known = found.get(conversation)
    if (!known) {
      const g = rest[8]
      known = { conversation, head: headOf(rest), pointers: [], ...(typeof g === 'number' ? { g } : {}) }
      found.set(conversation, known)
    }
    const [user, readSeq, readN, deliveredSeq, own] = rest.slice(9) as MemberTuple
    known.pointers.push({ user, readSeq, readN, deliveredSeq })
    if (own !== null) (known.owns ??= []).push({ user, ...ownOf(own) })
  }
  return [...found.values()]
}

type OwnTuple = [
  revision: number,
  pinned: number,
  archivedN: number | null,
  until: number,
  marked: number | null,
  hearsMentions: number,
]

export function ownOf(column: string): Own {
  const [revision, pinned, archivedN, mutedUntil, markedSeq, hearsMentions] = JSON.parse(column) as OwnTuple
  const own: Own = { revision }
  if (pinned === 1) own.pinned = true
  if (archivedN !== null) own.archivedN = archivedN
  if (mutedUntil > 0) own.mutedUntil = mutedUntil
  if (hearsMentions === 1) own.hearsMentions = true
  if (markedSeq !== null) own.markedSeq = markedSeq
  return own
}

/** The columns of `conversations` that a head is made of. */
export const headColumns = 'seq, n, at, preview_by, preview_text, preview_n, preview_seq, preview_deleted'

export function headOf(tuple: unknown[]): Head {
  const [seq, n, at, by, text, previewN, previewSeq, isDeleted] = tuple as HeadTuple
  const head: Head = { seq, n, at }
  if (by !== null) {
    const preview: Preview = { by, text: text ?? '' }
    // One that the first version stored has no numbers.
    if (previewSeq > 0) Object.assign(preview, { n: previewN, seq: previewSeq })
    if (isDeleted === 1) preview.deleted = true
    head.preview = preview
  }
  return head
}
