import { laterHead } from '../heads/later-head.ts'
import type { SqliteFile, SqliteRows } from './sqlite-file.ts'
import { headColumns, headOf } from './sqlite-rows.ts'
import type { HeadMove, PointerMove } from './store.ts'

const stored = `select ${headColumns} from conversations where id = ?`

/** Stores heads and pointers in one transaction, each forward only. */
export async function sqliteMove(
  file: SqliteFile,
  moves: { heads: HeadMove[]; pointers: PointerMove[] },
): Promise<void> {
  if (moves.heads.length + moves.pointers.length === 0) return
  await file.write((rows) => {
    for (const move of moves.heads) moveHead(rows, move)
    for (const move of moves.pointers) movePointer(rows, move)
  })
}

function moveHead(rows: SqliteRows, move: HeadMove): void {
  const { conversation } = move
  ensure(rows, move)
  const [found] = rows.tuples(stored, conversation)
  if (!found) return
  const before = headOf(found)
  const { seq, n, at, preview } = laterHead(move.head, before)
  rows.run(
    `update conversations set seq = ?, n = ?, at = ?, preview_by = ?, preview_text = ?, preview_n = ?,
      preview_seq = ?, preview_deleted = ? where id = ?`,
    seq,
    n,
    at,
    preview?.by ?? null,
    preview?.text ?? null,
    preview?.n ?? 0,
    preview?.seq ?? 0,
    preview?.deleted ? 1 : 0,
    conversation,
  )
  // With a message that does not come while it is muted, what was put away is back.
  if (at > before.at || n > before.n)
    rows.run(
      `update members set at = ?, archived_n = iif(archived_n < ? and muted_until <= ?, null, archived_n)
        where conversation = ?`,
      at,
      n,
      at,
      conversation,
    )
}

function movePointer(rows: SqliteRows, move: PointerMove): void {
  ensure(rows, move)
  rows.run(
    `update members set read_seq = max(read_seq, ?), read_n = max(read_n, ?), delivered_seq = max(delivered_seq, ?)
      where conversation = ? and user = ?`,
    move.readSeq,
    move.readN,
    move.deliveredSeq,
    move.conversation,
    move.user,
  )
}

function ensure(rows: SqliteRows, { conversation, members }: HeadMove | PointerMove): void {
  // Those of a group are stored with it.
  if (members.length === 0) return
  const made = rows.run(
    'insert or ignore into conversations (id, seq, n, at) values (?, 0, 0, 0)',
    conversation,
  )
  if (made === 0) return
  for (const user of members) {
    rows.run(
      'insert into members (conversation, user, at, read_seq, read_n, delivered_seq) values (?, ?, 0, 0, 0, 0)',
      conversation,
      user,
    )
  }
}
