import { directMembers } from '@parley/contracts'
import type { Block, BlockStore } from './block-store.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { Row } from './sqlite-rows.ts'

/** See `BlockStore`. */
export function sqliteBlocks(file: SqliteFile): BlockStore {
  return {
    add: (blocks) =>
      file.write(({ run }) => {
        for (const { by, of, at } of blocks)
          run('insert into blocks (by, of, at) values (?, ?, ?) on conflict do nothing', by, of, at)
      }),
    remove: (by, of) =>
      file.write(({ run }) => void run('delete from blocks where by = ? and of = ?', by, of)),
    close: (user, at) =>
      file.write(({ run }) => {
        run('insert into closed_people (user, at) values (?, ?) on conflict do nothing', user, at)
        run('delete from blocks where by = ?', user)
      }),
    by: (user, limit) => file.read(({ all }) => all(newest, user, limit).map(blockOf)),
    closed: (conversations) =>
      file.read(({ get }) => {
        const isClosed = (conversation: string) => {
          const [one, other] = directMembers(conversation) ?? []
          if (one === undefined || other === undefined) return false
          return get(either, one, other, other, one, one, other) !== undefined
        }
        return new Set(conversations.filter(isClosed))
      }),
    inOrder: (after, limit) =>
      file.read(({ all }) => {
        const [by = '', of = ''] = after.split(':')
        return all(inOrder, by, of, limit).map(blockOf)
      }),
  }
}

const newest = 'select by, of, at from blocks where by = ? order by at desc, of limit ?'
const either = `select 1 from blocks where (by = ? and of = ?) or (by = ? and of = ?)
  union all select 1 from closed_people where user in (?, ?) limit 1`
const inOrder = 'select by, of, at from blocks where (by, of) > (?, ?) order by by, of limit ?'

function blockOf({ by, of, at }: Row): Block {
  return { by: String(by), of: String(of), at: Number(at) }
}
