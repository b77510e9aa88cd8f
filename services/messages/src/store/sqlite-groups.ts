import type { Invite } from '@parley/contracts'
import { type GroupState } from '../groups/group-state.ts'
import { groupStateOf, membersSince, type StoredGroup, storedGroup } from '../groups/stored-group.ts'
import type { SqliteFile, SqliteRows } from './sqlite-file.ts'
import type { Row } from './sqlite-rows.ts'
import type { InviteStore, StoredInvite } from './store.ts'

/** See `Store.group`. */
export async function sqliteGroup(file: SqliteFile, conversation: string): Promise<GroupState | undefined> {
  const found = await file.read(({ get }) =>
    get('select state from groups where conversation = ?', conversation),
  )
  return found && groupStateOf(JSON.parse(String(found.state)) as StoredGroup)
}

/** See `Store.putGroup`. */
export async function sqlitePutGroup(file: SqliteFile, group: GroupState): Promise<void> {
  await file.write((rows) => put(rows, group))
}

function put({ run, get }: SqliteRows, group: GroupState): void {
  const { conversation, seq, n, at } = group
  const stored = Number(get('select g from conversations where id = ?', conversation)?.g ?? 0)
  if (stored >= seq) return
  run(
    `insert into conversations (id, seq, n, at, g) values (?, ?, ?, ?, ?) on conflict (id) do update
      set seq = max(seq, excluded.seq), n = max(n, excluded.n), at = max(at, excluded.at), g = excluded.g`,
    conversation,
    seq,
    n,
    at,
    seq,
  )
  run(
    'insert or replace into groups (conversation, state) values (?, ?)',
    conversation,
    JSON.stringify(storedGroup(group)),
  )
  const { joined, left } = membersSince(group, stored)
  // Whoever is back begins anew.
  for (const user of [...left, ...joined.map(([user]) => user)])
    run('delete from members where conversation = ? and user = ?', conversation, user)
  for (const [user, { since }] of joined)
    run(
      'insert into members (conversation, user, at, read_seq, read_n, delivered_seq) values (?, ?, ?, ?, ?, ?)',
      conversation,
      user,
      at,
      since.seq,
      since.n,
      since.seq,
    )
  run(
    'update members set at = (select at from conversations where id = ?) where conversation = ?',
    conversation,
    conversation,
  )
}

const columns = 'token, conversation, by, at, until, most, used'

/** See `InviteStore`. */
export function sqliteInvites(file: SqliteFile): InviteStore {
  return {
    putInvite: ({ token, conversation, by, at, until, most, used }) =>
      file.write(
        ({ run }) =>
          void run(
            `insert or ignore into invites (${columns}) values (?, ?, ?, ?, ?, ?, ?)`,
            token,
            conversation,
            by,
            at,
            until ?? null,
            most ?? null,
            used,
          ),
      ),
    invite: (token) =>
      file.read(({ get }) => {
        const row = get(`select ${columns} from invites where token = ?`, token)
        return row && inviteOf(row)
      }),
    invitesOf: (conversation) =>
      file.read(({ all }) =>
        all(`select ${columns} from invites where conversation = ? order by at desc`, conversation).map(
          inviteOf,
        ),
      ),
    useInvite: (token, now) =>
      file.write(
        ({ run }) =>
          run(
            `update invites set used = used + 1
              where token = ? and used < coalesce(most, used + 1) and coalesce(until, ? + 1) > ?`,
            token,
            now,
            now,
          ) === 1,
      ),
    removeInvite: (conversation, token) =>
      file.write(
        ({ run }) =>
          void run('delete from invites where conversation = ? and token = ?', conversation, token),
      ),
  }
}

function inviteOf(row: Row): StoredInvite {
  const invite: StoredInvite = {
    token: String(row.token),
    conversation: String(row.conversation),
    by: String(row.by),
    at: Number(row.at),
    used: Number(row.used),
  }
  const bounds: Pick<Invite, 'until' | 'most'> = {}
  if (typeof row.until === 'number') bounds.until = row.until
  if (typeof row.most === 'number') bounds.most = row.most
  return { ...invite, ...bounds }
}
