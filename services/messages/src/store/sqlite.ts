import { asTheyAre } from '@parley/contracts'
import { consecutive } from './consecutive.ts'
import type { LogRecord } from './log-record.ts'
import { changesOf, editsOf, pinnedNumbers, settle } from './sqlite-changes.ts'
import { SqliteFile } from './sqlite-file.ts'
import { sqliteArrange, sqliteForgetOwns } from './sqlite-arrange.ts'
import { sqliteGroup, sqliteInvites, sqlitePutGroup } from './sqlite-groups.ts'
import { sqliteBlocks } from './sqlite-blocks.ts'
import { sqliteInsert } from './sqlite-insert.ts'
import { count, mentioning, messages, newest } from './sqlite-messages.ts'
import { sqliteReports } from './sqlite-reports.ts'
import { sqliteMove } from './sqlite-move.ts'
import {
  conversationsOf,
  entryColumns,
  entryOf,
  laneOf,
  memberColumns,
  recordOf,
  type Row,
} from './sqlite-rows.ts'
import { sqliteSaved } from './sqlite-saved.ts'
import type { LogEnd, Place, Store } from './store.ts'
import type { Flusher } from './wal-flush.ts'

/**
 * The store for one process with a data folder. Open it before use.
 * @param options.path the file; it and its companions (`-wal`, `-shm`) are made where missing
 * @param options.flusher brings the write-ahead log to the disk; another one than the system's in tests
 */
export function sqliteStore(options: { path: string; flusher?: Flusher }): Store {
  const file = new SqliteFile(options.path, options.flusher)
  return {
    exclusive: true,
    name: 'sqlite',
    blocks: sqliteBlocks(file),
    reports: sqliteReports(file),
    open: async () => file.open(),
    ping: () => file.read(({ get }) => void get('select 1')),
    close: () => file.close(),

    openLane: (id) =>
      file.write(
        ({ run }) => void run('insert into lanes (id, done, applied, beat) values (?, 0, 0, 0)', id),
      ),
    touchLane: ({ id, done, applied, beat }) =>
      file.write(
        ({ run }) =>
          run('update lanes set done = ?, applied = ?, beat = ? where id = ?', done, applied, beat, id) === 1,
      ),
    lanes: () => file.read(({ all }) => all('select * from lanes').map(laneOf)),
    removeLane: (id) => file.write(({ run }) => void run('delete from lanes where id = ?', id)),
    readLane: (id, after, limit) =>
      file.read(({ all }) =>
        consecutive(
          all('select * from entries where lane = ? and w > ? and w <= ?', id, after, after + limit).map(
            recordOf,
          ),
          after + 1,
          ({ w }) => w,
        ),
      ),

    insert: (records) => sqliteInsert(file, records),
    logEnds: (conversations) =>
      file.read(
        ({ get }) =>
          new Map(
            conversations.flatMap((conversation) => {
              const row = get(logEnd, conversation)
              return row ? [[conversation, endOf(row)]] : []
            }),
          ),
      ),
    byClientId: (conversation, by, clientId) =>
      file.read(({ get }) =>
        one(
          get(
            'select * from entries where conversation = ? and by = ? and client_id = ?',
            conversation,
            by,
            clientId,
          ),
        ),
      ),
    bySeq: (conversation, seq) =>
      file.read(({ get }) =>
        one(get('select * from entries where conversation = ? and seq = ?', conversation, seq)),
      ),
    changes: (conversation, after, limit) =>
      file.read(({ tuples }) => {
        const found = tuples(changes, conversation, after, after + limit)
        const entries = found.map((tuple) => entryOf(conversation, tuple))
        return consecutive(entries, after + 1, ({ seq }) => seq)
      }),
    messages: (conversation, from, to) =>
      file.read((rows) => consecutive(messages(rows, conversation, from, to), from, ({ n }) => n)),
    numbered: (conversation, numbers) =>
      file.read((rows) =>
        numbers.flatMap((n) =>
          asTheyAre(messages(rows, conversation, n, n), changesOf(rows, conversation, n, n)),
        ),
      ),
    changesOf: (conversation, from, to) => file.read((rows) => changesOf(rows, conversation, from, to)),
    versions: (conversation, n, limit) =>
      file.read((rows) => {
        const edits = editsOf(rows, { conversation, n }, limit)
        return [...edits, ...messages(rows, conversation, n, n)].slice(0, limit)
      }),
    settle: (changed) =>
      file.write((rows) => {
        const [message] = messages(rows, changed.conversation, changed.n, changed.n)
        return settle(rows, changed, message?.seq ?? 0)
      }),
    pinnedNumbers: (conversation) => file.read((rows) => pinnedNumbers(rows, conversation)),
    newest: (range, limit) => file.read((rows) => newest(rows, range, limit)),
    mentioning: (ranges, limit) => file.read((rows) => mentioning(rows, ranges, limit)),
    count: (ranges, limit) => file.read((rows) => ranges.map((range) => count(rows, range, limit))),

    conversationIds: (after, limit) =>
      file.read(({ all }) => all(ids, after, limit).map(({ id }) => String(id))),
    find: (conversations, user) =>
      file.read(({ tuples }) => {
        const rows = conversations.flatMap((conversation) =>
          tuples(found, conversation, user ?? null, user ?? null),
        )
        return new Map(conversationsOf(rows).map((each) => [each.conversation, each]))
      }),
    conversationsOf: (user, { before = Number.MAX_SAFE_INTEGER, limit, place = 'all' }) =>
      file.read(({ tuples }) =>
        conversationsOf(tuples(listed[place], user, before, limit, user)).sort(
          (one, other) => other.head.at - one.head.at,
        ),
      ),
    behind: (user, limit) => file.read(({ tuples }) => conversationsOf(tuples(behind, user, limit, user))),
    move: (moves) => sqliteMove(file, moves),
    arrange: (change) => sqliteArrange(file, change),
    forgetOwns: (user) => sqliteForgetOwns(file, user),
    group: (conversation) => sqliteGroup(file, conversation),
    putGroup: (group) => sqlitePutGroup(file, group),
    ...sqliteInvites(file),
    ...sqliteSaved(file),
  }
}

const changes = `select ${entryColumns} from entries where conversation = ? and seq > ? and seq <= ?`
const logEnd = 'select seq, n, at, g from entries where conversation = ? order by seq desc limit 1'
const ids = 'select id from conversations where id > ? order by id limit ?'
const found = `select ${memberColumns} from conversations c cross join members m on m.conversation = c.id
  where c.id = ? and (c.g is null or ? is null or m.user = ?)`
/** Of a group the one member alone. */
const ofGroups = 'and (c.g is null or m.user = ?)'
const listedIn = (index: string, where: string) => `select ${memberColumns} from
  (select conversation from members indexed by ${index} where user = ? and at > 0 and at < ? ${where}
    order by at desc limit ?) mine
  cross join conversations c on c.id = mine.conversation cross join members m on m.conversation = c.id ${ofGroups}`
const listed: Record<Place, string> = {
  all: listedIn('members_user', ''),
  listed: listedIn('members_user', 'and pinned = 0 and archived_n is null'),
  archived: listedIn('members_user', 'and archived_n is not null'),
  pinned: listedIn('members_pinned', 'and pinned = 1'),
}
const behind = `select ${memberColumns} from
  (select mine.conversation from members mine cross join conversations c on c.id = mine.conversation
    where mine.user = ? and mine.at > 0 and mine.read_n < c.n order by mine.at desc limit ?) mine
  cross join conversations c on c.id = mine.conversation cross join members m on m.conversation = c.id ${ofGroups}`

function one(row: Row | undefined): LogRecord | undefined {
  return row && recordOf(row)
}

function endOf({ seq, n, at, g }: Row): LogEnd {
  const end = { seq: Number(seq), n: Number(n), at: Number(at) }
  return typeof g === 'number' ? { ...end, g } : end
}
