import type { LogRecord } from './log-record.ts'
import { isUniqueError, type SqliteFile, type SqliteRows } from './sqlite-file.ts'
import type { Outcome } from './store.ts'

const insert = `insert into entries (lane, w, conversation, seq, n, kind, by, client_id, at, text, re, of, seen, seen_n, g, body)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const mention = 'insert or ignore into mentions (user, conversation, n, seq) values (?, ?, ?, ?)'

/** Writes a batch as one transaction, up to the first record that breaks a unique index. */
export async function sqliteInsert(file: SqliteFile, records: LogRecord[]): Promise<Outcome> {
  try {
    const written = await file.write((rows) => insertInOrder(rows, records))
    return written === records.length ? { kind: 'written' } : { kind: 'stopped', at: written }
  } catch (cause) {
    return { kind: 'unclear', cause }
  }
}

function insertInOrder(rows: SqliteRows, records: LogRecord[]): number {
  let written = 0
  for (const record of records) {
    try {
      insertOne(rows, record)
    } catch (error) {
      if (isUniqueError(error)) return written
      throw error
    }
    written += 1
  }
  return written
}

function insertOne(rows: SqliteRows, record: LogRecord): void {
  const { lane, w, conversation, seq, n, kind, by, clientId, at, text, re, of, seen, seenN, g } = record
  const { group, mentions, forwarded } = record
  const body = group || mentions || forwarded ? JSON.stringify({ group, mentions, forwarded }) : null
  const optional = [text ?? null, re ?? null, of ?? null, seen ?? null, seenN ?? null, g ?? null, body]
  rows.run(insert, lane, w, conversation, seq, n, kind, by, clientId, at, ...optional)
  for (const user of mentions ?? []) rows.run(mention, user, conversation, n, seq)
}
