import type { Saved } from '@parley/contracts'
import type { SavedStore } from './saved-store.ts'
import type { SqliteFile, SqliteRows } from './sqlite-file.ts'

const columns = 'id, user, conversation, n, at'
const insert = `insert into saved (${columns}) values (?, ?, ?, ?, ?) on conflict do nothing`
const remove = 'delete from saved where conversation = ? and n = ? and user = ?'
const removeAll = 'delete from saved where conversation = ? and n = ?'
const by = `select ${columns} from saved where user = ? and id < ? order by id desc limit ?`
const within = 'select n from saved where user = ? and conversation = ? and n between ? and ?'
const count = 'select count(*) as count from saved where user = ?'
const all = `select ${columns} from saved where id > ? order by id limit ?`
/** Behind every id. */
const last = '{'

/** See `SavedStore`. */
export function sqliteSaved(file: SqliteFile): SavedStore {
  return {
    save: ({ id, user, conversation, n, at }) =>
      file.write(({ run }) => void run(insert, id, user, conversation, n, at)),
    unsave: ({ user, conversation, n }) => file.write(({ run }) => void run(remove, conversation, n, user)),
    savedBy: (user, { before = last, limit }) =>
      file.read(({ tuples }) => tuples(by, user, before, limit).map(savedOf)),
    savedIn: (user, { conversation, from, to }) =>
      file.read(({ tuples }) => tuples(within, user, conversation, from, to).map(([n]) => Number(n))),
    savedCount: (user) => file.read(({ get }) => Number(get(count, user)?.count)),
    allSaved: (after, limit) => file.read(({ tuples }) => tuples(all, after, limit).map(savedOf)),
  }
}

/** A message is deleted: nobody has it saved any more. */
export function unsaveAll({ run }: SqliteRows, conversation: string, n: number): void {
  run(removeAll, conversation, n)
}

/** The columns of a strict table have these types. */
function savedOf(tuple: unknown[]): Saved {
  const [id, user, conversation, n, at] = tuple as [string, string, string, number, number]
  return { id, user, conversation, n, at }
}
