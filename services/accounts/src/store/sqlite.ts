import { DatabaseSync } from 'node:sqlite'
import type { KnownPerson } from '@parley/contracts'
import { StoreUnavailable } from './errors.ts'
import { copyEnded, copyInvites, copyPeople, restore } from './sqlite-copies.ts'
import { type Extras, extrasOf } from './sqlite-extras.ts'
import { migrate } from './sqlite-schema.ts'
import { statements } from './sqlite-statements.ts'
import type {
  Account,
  AccountStore,
  Announcement,
  Change,
  Erasure,
  NewAccount,
  OpenSession,
} from './store.ts'

/** Accounts in an SQLite file of their own, for one process. What is acknowledged is on the disk. */
export function sqliteStore(options: { path: string }): AccountStore {
  let opened: ReturnType<typeof openFile> | undefined

  /** Carries out one use of the file; what SQLite complains about is a store that is away. */
  async function use<T>(work: (file: ReturnType<typeof openFile>) => T): Promise<T> {
    try {
      opened ??= openFile(options.path)
      return work(opened)
    } catch (cause) {
      if (!isSqliteError(cause)) throw cause
      throw new StoreUnavailable('the file of the accounts cannot be used', { cause })
    }
  }

  return {
    kind: 'sqlite',
    open: () => use(() => undefined),
    ping: () => use(({ sql }) => void sql.ping.get()),
    async close() {
      opened?.database.close()
      opened = undefined
    },

    insert: (account) => use((file) => insert(file, account)),
    byId: (id) => use(({ sql }) => accountOf(sql.byId.get(id))),
    byUsername: (username) => use(({ sql }) => accountOf(sql.byUsername.get(username))),
    people: (ids) => use(({ sql }) => sql.people.all(JSON.stringify(ids)).map(personOf)),
    search: ({ prefix, after, limit }) =>
      use(({ sql }) => {
        if (prefix === '') return sql.list.all(after, limit).map(personOf)
        return sql.search.all(prefix, `${prefix}\u{10ffff}`, after, limit).map(personOf)
      }),
    count: () => use(({ sql }) => Number(sql.count.get()?.n)),

    change: (id, wanted) => use((file) => change(file, id, wanted)),
    erase: (id, erasure) => use((file) => erase(file, id, erasure)),
    removeSessions: (user) =>
      use((file) =>
        together(file, () => {
          file.sql.removeSessionsOf.run(user)
          file.sql.removeEndedOf.run(user)
        }),
      ),
    replaceHash: (id, from, to) => use(({ sql }) => void sql.replaceHash.run(to, id, from)),
    legacyIterations: () => use(({ sql }) => Number(sql.legacyIterations.get()?.n ?? 0)),

    addInvite: ({ digest, expiresAt }) => use(({ sql }) => void sql.addInvite.run(digest, expiresAt)),
    inviteExpiresAt: (digest) =>
      use(({ sql }) => {
        const row = sql.invite.get(digest)
        return row ? Number(row.expiresAt) : undefined
      }),

    noteSession: (open) => use((file) => noteSession(file, open)),
    session: (user, session) => use(({ sql }) => openSessionOf(sql.session.get(user, session))),
    sessions: (user, epoch, limit) =>
      use(({ sql }) => sql.sessions.all(user, epoch, limit).flatMap((row) => openSessionOf(row) ?? [])),

    endSession: ({ user, session, expiresAt, epoch }) =>
      use((file) =>
        together(file, () => {
          file.sql.endSession.run(user, session, expiresAt, epoch)
          file.sql.removeSession.run(user, session)
        }),
      ),
    isEnded: (user, session) => use(({ sql }) => sql.ended.get(user, session) !== undefined),

    untold: (limit) =>
      use(({ sql }) => {
        const accounts = sql.untoldAccounts.all(limit).map(({ deletedAt, ...row }) => ({
          ...(row as unknown as Omit<AccountTold, 'kind' | 'isDeleted'>),
          ...(deletedAt === null ? {} : { isDeleted: true as const }),
        }))
        const sessions = sql.untoldSessions.all(limit) as unknown as Omit<SessionTold, 'kind'>[]
        return [
          ...accounts.map((row) => ({ kind: 'account' as const, ...row })),
          ...sessions.map((row) => ({ kind: 'session' as const, ...row })),
        ].slice(0, limit)
      }),
    told: (announcement) =>
      use(({ sql }) => {
        if (announcement.kind === 'session') sql.toldSession.run(announcement.user, announcement.session)
        else sql.toldAccount.run(announcement.epoch, announcement.revision, announcement.user)
      }),

    copyPeople: (page) => use((file) => copyPeople(file, page)),
    copyInvites: (page) => use((file) => copyInvites(file, page)),
    copyEnded: (page) => use((file) => copyEnded(file, page)),
    restore: (kept) => use((file) => restore(file, kept)),

    sweep: (now) =>
      use(({ sql }) => {
        sql.sweepSessions.run(now)
        sql.sweepEnded.run(now)
        sql.sweepInvites.run(now)
      }),
  }
}

type AccountTold = Extract<Announcement, { kind: 'account' }>
type SessionTold = Extract<Announcement, { kind: 'session' }>
type File = ReturnType<typeof openFile>

function openFile(path: string) {
  const database = new DatabaseSync(path, { timeout: 2_000 })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    migrate(database)
    return { database, sql: statements(database) }
  } catch (error) {
    database.close()
    throw error
  }
}

function insert(file: File, account: NewAccount): 'inserted' | 'usernameTaken' | 'inviteUsed' {
  const { sql } = file
  return together(file, () => {
    if (sql.byUsername.get(account.username) || sql.claimed.get(account.claim)) return 'usernameTaken'
    if (account.invite !== undefined && sql.inviteUsed.get(account.invite)) return 'inviteUsed'
    const { id, username, displayName, passwordHash, legacyIterations, joinedAt, invite = null } = account
    const flags = [Number(account.isAdmin), Number(account.disabled)]
    sql.insert.run(
      id,
      username,
      displayName,
      passwordHash,
      legacyIterations,
      ...flags,
      joinedAt,
      invite,
      account.claim,
    )
    for (const term of account.terms) sql.insertTerm.run(term, username)
    return 'inserted'
  })
}

function change(file: File, id: string, wanted: Change): Account | undefined {
  const { sql } = file
  const { isAdmin, disabled, displayName, passwordHash = null, hidesPresence, status } = wanted
  const { endSessions, ifEpoch = null } = wanted
  return together(file, () => {
    const changed = accountOf(
      sql.change.get(
        bit(isAdmin),
        bit(disabled),
        displayName?.name ?? null,
        passwordHash,
        passwordHash,
        bit(hidesPresence),
        Number(status !== undefined),
        status ? JSON.stringify(status) : null,
        Number(endSessions),
        id,
        ifEpoch,
      ),
    )
    if (!changed || !displayName) return changed
    sql.removeTerms.run(changed.username)
    for (const term of displayName.terms) sql.insertTerm.run(term, changed.username)
    return changed
  })
}

function erase(file: File, id: string, erasure: Erasure): Account | undefined {
  const { sql } = file
  const { username, displayName, claim, at, ifEpoch } = erasure
  return together(file, () => {
    const before = accountOf(sql.byId.get(id))
    if (!before || before.epoch !== ifEpoch) return undefined
    sql.removeTerms.run(before.username)
    return accountOf(sql.erase.get(username, displayName, claim, at, id, ifEpoch))
  })
}

function noteSession(file: File, open: OpenSession): void {
  const { user, session, epoch, device, begunAt, usedAt, expiresAt } = open
  together(file, () => {
    file.sql.noteSession.run(user, session, epoch, device, begunAt, usedAt, expiresAt)
    file.sql.removeOlderSessions.run(user, epoch)
  })
}

/** All of some work, or nothing of it. */
function together<T>({ database }: File, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const outcome = work()
    database.exec('COMMIT')
    return outcome
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function bit(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value)
}

type Row = Record<string, unknown>

/** Rows are as the tables declare them, which are STRICT. */
function accountOf(row: Row | undefined): Account | undefined {
  if (!row) return undefined
  const { hidesPresence, status, deletedAt, ...rest } = row
  const account = rest as unknown as Omit<Account, 'isAdmin' | 'disabled' | keyof Extras>
  const extras = extrasOf({ hidesPresence, status, deletedAt })
  return { ...account, isAdmin: row.isAdmin === 1, disabled: row.disabled === 1, ...extras }
}

function openSessionOf(row: Row | undefined): OpenSession | undefined {
  return row && ({ ...row } as unknown as OpenSession)
}

function personOf({ hidesPresence, status, deletedAt, ...row }: Row): KnownPerson {
  return {
    ...(row as Omit<KnownPerson, keyof Extras>),
    ...extrasOf({ hidesPresence, status }),
    ...(typeof deletedAt === 'number' ? { deleted: true } : {}),
  }
}

function isSqliteError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
}
