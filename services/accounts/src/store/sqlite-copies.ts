import type { DatabaseSync } from 'node:sqlite'
import { type Extras, extrasOf } from './sqlite-extras.ts'
import type { statements } from './sqlite-statements.ts'
import type { EndedSession, Kept, KeptAccount, KeptInvite, Page } from './store.ts'

interface File {
  database: DatabaseSync
  sql: ReturnType<typeof statements>
}

const uniqueIndex = 2067

/** Rows are as the tables declare them, which are STRICT. */
export function copyPeople({ sql }: File, { after, limit }: Page): KeptAccount[] {
  return sql.copyPeople
    .all(after, limit)
    .map(({ invite, claim, hidesPresence, status, deletedAt, ...row }) => ({
      ...(row as unknown as Omit<KeptAccount, 'invite' | 'claim' | keyof Extras>),
      isAdmin: row.isAdmin === 1,
      disabled: row.disabled === 1,
      ...(typeof invite === 'string' ? { invite } : {}),
      ...(typeof claim === 'string' ? { claim } : {}),
      ...extrasOf({ hidesPresence, status, deletedAt }),
    }))
}

export function copyInvites({ sql }: File, { after, limit }: Page): KeptInvite[] {
  return sql.copyInvites.all(after, limit).map((row) => ({ ...row }) as unknown as KeptInvite)
}

export function copyEnded({ sql }: File, { after, limit }: Page): EndedSession[] {
  const [user = '', session = ''] = after.split(':')
  return sql.copyEnded.all(user, session, limit).map((row) => ({ ...row }) as unknown as EndedSession)
}

export function restore(
  file: File,
  kept: Kept & { terms: Map<string, string[]>; claims: Map<string, string> },
): 'restored' | 'conflict' {
  const { database } = file
  database.exec('BEGIN IMMEDIATE')
  try {
    putBack(file, kept)
    database.exec('COMMIT')
    return 'restored'
  } catch (error) {
    database.exec('ROLLBACK')
    if (error instanceof Error && 'errcode' in error && error.errcode === uniqueIndex) return 'conflict'
    throw error
  }
}

function putBack(
  { sql }: File,
  { people, invites, ended, terms, claims }: Parameters<typeof restore>[1],
): void {
  for (const one of people) {
    const { id, username, displayName, passwordHash, legacyIterations, joinedAt, epoch, invite = null } = one
    const flags = [Number(one.isAdmin), Number(one.disabled)]
    const names = [id, username, displayName, passwordHash]
    const { changes } = sql.restorePerson.run(
      ...names,
      legacyIterations,
      ...flags,
      joinedAt,
      invite,
      epoch,
      epoch,
      Number(one.hidesPresence ?? false),
      one.status === undefined ? null : JSON.stringify(one.status),
      one.deletedAt ?? null,
      claims.get(id) ?? null,
      // What belongs to them elsewhere has to go again.
      Number(one.deletedAt !== undefined),
    )
    if (changes === 0) continue
    for (const term of terms.get(id) ?? []) sql.insertTerm.run(term, username)
  }
  for (const { digest, expiresAt } of invites) sql.restoreInvite.run(digest, expiresAt)
  for (const { user, session, expiresAt, epoch } of ended)
    sql.restoreEnded.run(user, session, expiresAt, epoch)
}
