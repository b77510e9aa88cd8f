import type { DatabaseSync } from 'node:sqlite'

const account =
  'id, username, displayName, passwordHash, isAdmin, disabled, epoch, revision, toldEpoch, joinedAt, hidesPresence, status, deletedAt'
const person = 'id, username, displayName, hidesPresence, status, deletedAt'
const session = 'user, session, epoch, device, begunAt, usedAt, expiresAt'

/** Every statement, compiled once. */
export function statements(database: DatabaseSync) {
  const prepare = (sql: string) => database.prepare(sql)
  return {
    ping: prepare('SELECT count(*) FROM (SELECT 1 FROM people LIMIT 1)'),
    insert: prepare(`
      INSERT INTO people (id, username, displayName, passwordHash, legacyIterations, isAdmin, disabled, joinedAt, invite,
        claim, epoch, revision, toldEpoch, untold) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)`),
    insertTerm: prepare('INSERT INTO terms (term, username) VALUES (?, ?)'),
    removeTerms: prepare('DELETE FROM terms WHERE username = ?'),
    claimed: prepare('SELECT 1 FROM people WHERE claim = ?'),
    inviteUsed: prepare('SELECT 1 FROM people WHERE invite = ?'),
    byId: prepare(`SELECT ${account} FROM people WHERE id = ?`),
    byUsername: prepare(`SELECT ${account} FROM people WHERE username = ?`),
    people: prepare(`SELECT ${person} FROM people WHERE id IN (SELECT value FROM json_each(?))`),
    list: prepare(`
      SELECT ${person} FROM people WHERE username > ? AND disabled = 0 ORDER BY username LIMIT ?`),
    search: prepare(`
      SELECT ${person} FROM people
      WHERE username IN (SELECT username FROM terms WHERE term >= ? AND term < ?)
        AND username > ? AND disabled = 0
      ORDER BY username LIMIT ?`),
    count: prepare('SELECT count(*) AS n FROM people'),
    change: prepare(`
      UPDATE people SET
        isAdmin = coalesce(?, isAdmin),
        disabled = coalesce(?, disabled),
        displayName = coalesce(?, displayName),
        legacyIterations = iif(? IS NULL, legacyIterations, 0),
        passwordHash = coalesce(?, passwordHash),
        hidesPresence = coalesce(?, hidesPresence),
        status = iif(?, ?, status),
        epoch = epoch + ?, revision = revision + 1, untold = 1
      WHERE id = ? AND epoch = coalesce(?, epoch) RETURNING ${account}`),
    erase: prepare(`
      UPDATE people SET username = ?, displayName = ?, claim = ?, deletedAt = ?, passwordHash = '', legacyIterations = 0,
        isAdmin = 0, disabled = 1, hidesPresence = 0, status = NULL, joinedAt = 0,
        epoch = epoch + 1, revision = revision + 1, untold = 1
      WHERE id = ? AND epoch = ? AND deletedAt IS NULL RETURNING ${account}`),
    removeSessionsOf: prepare('DELETE FROM sessions WHERE user = ?'),
    removeEndedOf: prepare('DELETE FROM endedSessions WHERE user = ?'),
    replaceHash: prepare(
      'UPDATE people SET passwordHash = ?, legacyIterations = 0 WHERE id = ? AND passwordHash = ?',
    ),
    legacyIterations: prepare('SELECT max(legacyIterations) AS n FROM people WHERE legacyIterations > 0'),
    addInvite: prepare('INSERT INTO invites (digest, expiresAt) VALUES (?, ?)'),
    invite: prepare('SELECT expiresAt FROM invites WHERE digest = ?'),
    noteSession: prepare(`
      INSERT INTO sessions (user, session, epoch, device, begunAt, usedAt, expiresAt) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        usedAt = max(usedAt, excluded.usedAt), expiresAt = max(expiresAt, excluded.expiresAt)`),
    removeOlderSessions: prepare('DELETE FROM sessions WHERE user = ? AND epoch < ?'),
    session: prepare(`SELECT ${session} FROM sessions WHERE user = ? AND session = ?`),
    sessions: prepare(`
      SELECT ${session} FROM sessions WHERE user = ? AND epoch = ? AND NOT EXISTS (
        SELECT 1 FROM endedSessions AS ended WHERE ended.user = sessions.user AND ended.session = sessions.session)
      ORDER BY usedAt DESC, begunAt DESC, session LIMIT ?`),
    removeSession: prepare('DELETE FROM sessions WHERE user = ? AND session = ?'),
    endSession: prepare(`
      INSERT INTO endedSessions (user, session, expiresAt, epoch, untold) VALUES (?, ?, ?, ?, 1)
      ON CONFLICT DO UPDATE SET expiresAt = max(expiresAt, excluded.expiresAt)`),
    ended: prepare('SELECT 1 FROM endedSessions WHERE user = ? AND session = ?'),
    untoldAccounts: prepare(
      'SELECT id AS user, revision, epoch, toldEpoch, deletedAt FROM people WHERE untold = 1 LIMIT ?',
    ),
    untoldSessions: prepare('SELECT user, session, epoch FROM endedSessions WHERE untold = 1 LIMIT ?'),
    toldAccount: prepare(`
      UPDATE people SET toldEpoch = max(toldEpoch, ?), untold = iif(revision = ?, 0, untold) WHERE id = ?`),
    toldSession: prepare('UPDATE endedSessions SET untold = 0 WHERE user = ? AND session = ?'),
    copyPeople: prepare(`
      SELECT id, username, displayName, passwordHash, legacyIterations, isAdmin, disabled, epoch, joinedAt, invite,
        hidesPresence, status, deletedAt, iif(deletedAt IS NULL, NULL, claim) AS claim
      FROM people WHERE id > ? ORDER BY id LIMIT ?`),
    copyInvites: prepare('SELECT digest, expiresAt FROM invites WHERE digest > ? ORDER BY digest LIMIT ?'),
    copyEnded: prepare(`
      SELECT user, session, expiresAt, epoch FROM endedSessions WHERE (user, session) > (?, ?)
      ORDER BY user, session LIMIT ?`),
    restorePerson: prepare(`
      INSERT INTO people (id, username, displayName, passwordHash, legacyIterations, isAdmin, disabled, joinedAt, invite,
        epoch, toldEpoch, hidesPresence, status, deletedAt, claim, untold, revision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING`),
    restoreInvite: prepare('INSERT INTO invites (digest, expiresAt) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    restoreEnded: prepare(`
      INSERT INTO endedSessions (user, session, expiresAt, epoch, untold) VALUES (?, ?, ?, ?, 0)
      ON CONFLICT DO NOTHING`),
    sweepSessions: prepare('DELETE FROM sessions WHERE expiresAt < ?'),
    sweepEnded: prepare('DELETE FROM endedSessions WHERE expiresAt < ? AND untold = 0'),
    sweepInvites: prepare('DELETE FROM invites WHERE expiresAt < ?'),
  }
}
