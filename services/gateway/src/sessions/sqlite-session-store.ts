import { DatabaseSync } from 'node:sqlite'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { SessionStore } from './session-store.ts'

export interface SqliteSessionStoreOptions {
  /** A file, or `:memory:`. */
  path: string
  clock?: () => number
}

const Row = Type.Object({ user: Type.String(), epoch: Type.Integer(), expiresAt: Type.Integer() })

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY, user TEXT NOT NULL, epoch INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expiresAt);
`

/** Sessions in a file of one process. What has run out is removed as new ones come. */
export function sqliteSessionStore({ path, clock = Date.now }: SqliteSessionStoreOptions): SessionStore {
  const db = new DatabaseSync(path)
  db.exec(schema)
  const get = db.prepare(
    'SELECT user, epoch, expiresAt FROM sessions WHERE digest = ? AND expiresAt > ? AND ended = 0',
  )
  // An ended session stays as a mark until it would have run out: a `set` that was under way finds it.
  const set = db.prepare(
    'INSERT OR IGNORE INTO sessions (digest, user, epoch, expiresAt) VALUES (?, ?, ?, ?)',
  )
  const touch = db.prepare(
    'UPDATE sessions SET expiresAt = max(expiresAt, ?) WHERE digest = ? AND expiresAt > ?',
  )
  const destroy = db.prepare('UPDATE sessions SET ended = 1 WHERE digest = ?')
  const sweep = db.prepare(
    'DELETE FROM sessions WHERE digest IN (SELECT digest FROM sessions WHERE expiresAt <= ? LIMIT 100)',
  )

  return {
    async get(digest) {
      const row = get.get(digest, clock())
      return row ? Value.Parse(Row, { ...row }) : null
    },

    async set(digest, { user, epoch }, expiresAt) {
      sweep.run(clock())
      set.run(digest, user, epoch, expiresAt)
    },

    async touch(digest, expiresAt) {
      touch.run(expiresAt, digest, clock())
    },

    async destroy(digest) {
      destroy.run(digest)
    },

    async ping() {
      db.exec('SELECT 1')
    },

    async close() {
      if (db.isOpen) db.close()
    },
  }
}
