import type { Entry } from '@parley/contracts'
import { type Changed, mostPins } from './log-record.ts'
import type { SqliteRows } from './sqlite-file.ts'
import { entryColumns, entryOf } from './sqlite-rows.ts'
import { unsaveAll } from './sqlite-saved.ts'

const standing = `select ${entryColumns} from entries where conversation = ? and replaced = 0 and of between ? and ?`

/** What changed messages from one number to another, without what is marked as replaced. */
export function changesOf({ tuples }: SqliteRows, conversation: string, from: number, to: number): Entry[] {
  return tuples(standing, conversation, from, to).map((tuple) => entryOf(conversation, tuple))
}

const texts = `select ${entryColumns} from entries
  where conversation = ? and replaced in (0, 1) and of = ? and kind = 'edit' order by seq desc limit ?`

/** All edits of a message, the newest first. */
export function editsOf({ tuples }: SqliteRows, { conversation, n }: Changed, limit: number): Entry[] {
  return tuples(texts, conversation, n, limit).map((tuple) => entryOf(conversation, tuple))
}

const deletion = `select seq from entries where conversation = ? and replaced = 0 and of = ? and kind = 'delete' limit 1`
const takeTexts = `update entries set text = null, replaced = 1
  where conversation = ? and replaced in (0, 1) and of = ? and kind <> 'delete'`
const takeText = `update entries set text = null where conversation = ? and seq = ?`
const last = `select max(seq) as seq from entries where conversation = ? and replaced = 0 and of = ? and kind = 'edit'`
const replace = `update entries set replaced = 1
  where conversation = ? and replaced = 0 and of = ? and kind = 'edit' and seq < ?`

const reacting = `kind in ('react', 'unreact')`
const replaceReactions = `update entries set replaced = 1
  where conversation = ? and replaced = 0 and of = ? and ${reacting} and exists (select 1 from entries later
    where later.conversation = entries.conversation and later.replaced = 0 and later.of = entries.of
      and later.${reacting} and later.by = entries.by and later.text = entries.text and later.seq > entries.seq)`
const endReactions = `update entries set replaced = 1
  where conversation = ? and replaced = 0 and of = ? and kind = 'unreact'`

const pinning = `kind in ('pin', 'unpin')`
const replacePins = `update entries set replaced = 1
  where conversation = ? and replaced = 0 and of = ? and ${pinning} and exists (select 1 from entries later
    where later.conversation = entries.conversation and later.replaced = 0 and later.of = entries.of
      and later.${pinning} and later.seq > entries.seq)`
const endPins = `update entries set replaced = 1
  where conversation = ? and replaced = 0 and of = ? and kind = 'unpin'`

const pins = `select of from entries indexed by entries_pins
  where conversation = ? and kind = 'pin' and replaced = 0 order by seq desc limit ?`

/** See `Store.pinnedNumbers`. */
export function pinnedNumbers({ tuples }: SqliteRows, conversation: string): number[] {
  return [...new Set(tuples(pins, conversation, mostPins).map(([of]) => Number(of)))]
}

/** See `Store.settle`. `seq` is the message's. */
export function settle(rows: SqliteRows, { conversation, n }: Changed, seq: number): boolean {
  const { get, run } = rows
  if (get(deletion, conversation, n)) {
    run(takeTexts, conversation, n)
    run(takeText, conversation, seq)
    unsaveAll(rows, conversation, n)
    return true
  }
  const newest = Number(get(last, conversation, n)?.seq ?? 0)
  run(replace, conversation, n, newest)
  run(replaceReactions, conversation, n)
  run(endReactions, conversation, n)
  run(replacePins, conversation, n)
  run(endPins, conversation, n)
  return false
}
