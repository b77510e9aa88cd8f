import type { DatabaseSync } from 'node:sqlite'
import { StoreTooNew } from './errors.ts'

export const schemaVersion = 5

/** Each step leads from one version of the tables to the next. */
const steps = [
  `
  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    displayName TEXT NOT NULL,
    passwordHash TEXT NOT NULL,
    legacyIterations INTEGER NOT NULL,
    isAdmin INTEGER NOT NULL,
    disabled INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    toldEpoch INTEGER NOT NULL,
    untold INTEGER NOT NULL,
    joinedAt INTEGER NOT NULL,
    invite TEXT UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX peopleUntold ON people (id) WHERE untold = 1;
  CREATE INDEX peopleLegacy ON people (legacyIterations) WHERE legacyIterations > 0;

  CREATE TABLE terms (
    term TEXT NOT NULL,
    username TEXT NOT NULL REFERENCES people (username),
    PRIMARY KEY (term, username)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE invites (digest TEXT PRIMARY KEY, expiresAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE endedSessions (
    user TEXT NOT NULL,
    session TEXT NOT NULL,
    expiresAt INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    untold INTEGER NOT NULL,
    PRIMARY KEY (user, session)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX endedSessionsExpiry ON endedSessions (expiresAt);
  CREATE INDEX endedSessionsUntold ON endedSessions (user) WHERE untold = 1;
  `,
  `
  CREATE TABLE sessions (
    user TEXT NOT NULL,
    session TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    device TEXT NOT NULL,
    begunAt INTEGER NOT NULL,
    usedAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL,
    PRIMARY KEY (user, session)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessionsExpiry ON sessions (expiresAt);

  CREATE INDEX termsOfPerson ON terms (username);
  `,
  `
  ALTER TABLE people ADD COLUMN hidesPresence INTEGER NOT NULL DEFAULT 0;
  `,
  `
  ALTER TABLE people ADD COLUMN status TEXT;
  `,
  // Accounts of before get their claim when they are deleted: until then their usernames keep others away.
  `
  ALTER TABLE people ADD COLUMN deletedAt INTEGER;
  ALTER TABLE people ADD COLUMN claim TEXT;
  CREATE UNIQUE INDEX peopleClaim ON people (claim);
  `,
]

/** Brings the tables to this version, all or nothing. @throws StoreTooNew */
export function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const found = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
    if (found > schemaVersion) throw new StoreTooNew(found, schemaVersion)
    for (const step of steps.slice(found)) database.exec(step)
    database.exec(`PRAGMA user_version = ${schemaVersion}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
