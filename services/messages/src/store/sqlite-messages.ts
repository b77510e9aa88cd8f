import type { Entry } from '@parley/contracts'
import type { SqliteRows } from './sqlite-file.ts'
import { entryColumns, entryOf } from './sqlite-rows.ts'
import type { MessageRange } from './store.ts'

// There is no index by `n`, since each index costs every message a page: `seqOf` finds the place by `seq`.
const ofConversation = `from entries where conversation = ? and kind = 'message' and seq >= ?`
const page = `select ${entryColumns} ${ofConversation} and n <= ? order by seq limit ?`
const undeleted = `and not exists (select 1 from entries deletion where deletion.conversation = entries.conversation
  and deletion.replaced = 0 and deletion.of = entries.n and deletion.kind = 'delete')`
const counted = (more: string) =>
  `select count(*) as count from (select 1 ${ofConversation} and n <= ? and by <> ? ${more} limit ?)`
const latest = (more: string) =>
  `select ${entryColumns} ${ofConversation} and n <= ? and by <> ? ${more} order by seq desc limit ?`
const [countOf, countOfChanged] = [counted(''), counted(undeleted)]
const [latestOf, latestOfChanged] = [latest(''), latest(undeleted)]

/** Messages with n from `from` to `to`, oldest first. */
export function messages(rows: SqliteRows, conversation: string, from: number, to: number): Entry[] {
  const first = seqOf(rows, conversation, from)
  if (first === undefined) return []
  const found = rows.tuples(page, conversation, first, to, to - from + 1)
  return found.map((tuple) => entryOf(conversation, tuple))
}

/** How many messages of others a range has, counted up to `limit`. */
export function count(rows: SqliteRows, range: MessageRange, limit: number): number {
  const { conversation, notBy, above, upTo, isChanged } = range
  const first = seqOf(rows, conversation, above + 1)
  if (first === undefined) return 0
  return Number(
    rows.get(isChanged ? countOfChanged : countOf, conversation, first, upTo, notBy, limit)?.count,
  )
}

/** The newest messages of others in a range, newest first. */
export function newest(rows: SqliteRows, range: MessageRange, limit: number): Entry[] {
  const { conversation, notBy, above, upTo, isChanged } = range
  const first = seqOf(rows, conversation, above + 1)
  if (first === undefined) return []
  const found = rows.tuples(isChanged ? latestOfChanged : latestOf, conversation, first, upTo, notBy, limit)
  return found.map((tuple) => entryOf(conversation, tuple))
}

const mentioned = `select ${entryColumns} from entries where conversation = ? and seq in (select seq from mentions
  where user in (?, '*') and conversation = ? and n > ? and n <= ?) and by <> ? and text is not null
  order by seq desc limit ?`

/** See `Store.mentioning`. */
export function mentioning(rows: SqliteRows, ranges: readonly MessageRange[], limit: number): Entry[] {
  const found = ranges.flatMap(({ conversation, notBy, above, upTo }) =>
    rows
      .tuples(mentioned, conversation, notBy, conversation, above, upTo, notBy, limit)
      .map((tuple) => entryOf(conversation, tuple)),
  )
  return found.toSorted((one, other) => other.at - one.at).slice(0, limit)
}

const at = 'select n from entries where conversation = ? and seq = ?'
const from = 'select seq, n from entries where conversation = ? and seq >= ? order by seq limit 1'
const last = 'select seq, n from entries where conversation = ? order by seq desc limit 1'

/** The seq of the message numbered `n`, if there is one: neither number ever falls, and n is never above seq. */
function seqOf({ get }: SqliteRows, conversation: string, n: number): number | undefined {
  // In a log of messages alone the two are one.
  if (get(at, conversation, n)?.n === n) return n
  const end = get(last, conversation)
  if (!end || Number(end.n) < n) return undefined
  let low = n
  let high = Number(end.seq)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (Number(get(from, conversation, middle)?.n) >= n) high = middle
    else low = middle + 1
  }
  return low
}
