import type { Own } from '@parley/contracts'
import type { SqliteFile } from './sqlite-file.ts'
import { ownColumn, ownOf } from './sqlite-rows.ts'
import type { OwnChange } from './store.ts'

const changed = `update members set revision = revision + 1, pinned = iif(?, ?, pinned),
  archived_n = iif(?, ?, archived_n), muted_until = iif(?, ?, muted_until), marked_seq = iif(?, ?, marked_seq),
  hears_mentions = iif(?, ?, hears_mentions)
  where conversation = ? and user = ?`
const found = `select ${ownColumn} from members m where conversation = ? and user = ?`

/** See `Store.arrange`. */
export async function sqliteArrange(file: SqliteFile, change: OwnChange): Promise<Own | undefined> {
  const { conversation, user, pinned, archivedN, mutedUntil, markedSeq, hearsMentions } = change
  const given = [
    [pinned, pinned ? 1 : 0],
    [archivedN, archivedN ?? null],
    [mutedUntil, mutedUntil ?? 0],
    [markedSeq, markedSeq ?? null],
    [hearsMentions, hearsMentions ? 1 : 0],
  ] as const
  const values = given.flatMap(([wanted, value]) => [wanted === undefined ? 0 : 1, value])
  return await file.write(({ run, get }) => {
    if (run(changed, ...values, conversation, user) === 0) return undefined
    const own = get(found, conversation, user)?.own
    return typeof own === 'string' ? ownOf(own) : undefined
  })
}

/** See `Store.forgetOwns`. */
export async function sqliteForgetOwns(file: SqliteFile, user: string): Promise<void> {
  await file.write(({ run }) => void run(forgotten, user))
}

const forgotten = `update members set revision = 0, pinned = 0, archived_n = null, muted_until = 0, marked_seq = null,
  hears_mentions = 0 where user = ? and revision > 0`
