import { cut, type DataOf, type entriesCreated, type Head, limits } from '@parley/contracts'
import { usersOf } from '../groups/group-state.ts'
import type { HeadNews, InstanceNews } from '../heads/instance-news.ts'
import { laterHead } from '../heads/later-head.ts'
import type { LiveTeller } from '../live-teller.ts'
import { twoOf } from '../members.ts'
import { isFence, type LogRecord } from '../store/log-record.ts'
import type { LogEnd } from '../store/store.ts'

/** Keeps an event for whoever consumes it. @throws where the bus is away */
export type TellEntries = (data: DataOf<typeof entriesCreated>, id: string) => Promise<void>

/** Entries of one event: some 200 bytes each, far below what a bus carries. */
const entriesAtOnce = 250

/** Tells the others what is in the log. All of it may be told again. */
export interface Announcer {
  /** Heads to all instances, then entries to their members. May be lost on the way. */
  live(records: readonly LogRecord[]): void
  /** Resolves when the events are kept. @throws where the bus is away */
  durable(records: readonly LogRecord[]): Promise<void>
}

export function announcer(parts: {
  live: LiveTeller
  tellEntries: TellEntries
  news: InstanceNews
}): Announcer {
  return {
    live(records) {
      parts.news.tell({ heads: newsOf(records) })
      parts.live.entries(records)
    },
    async durable(records) {
      const outcomes = await Promise.allSettled(
        portionsOf(records).map((portion) =>
          parts.tellEntries({ entries: portion.map(eventEntry) }, portionId(portion)),
        ),
      )
      const failed = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failed) throw failed.reason
    },
  }
}

function portionsOf(records: readonly LogRecord[]): LogRecord[][] {
  const entries = records.filter((record) => !isFence(record))
  const count = Math.ceil(entries.length / entriesAtOnce)
  return Array.from({ length: count }, (_, i) => entries.slice(i * entriesAtOnce, (i + 1) * entriesAtOnce))
}

function eventEntry({ conversation, seq, n, kind, by }: LogRecord) {
  return { conversation, seq, n, kind, by, members: [...twoOf(conversation)] }
}

function portionId(portion: readonly LogRecord[]): string {
  return `${portion[0]?.lane}:${portion[0]?.w}-${portion.at(-1)?.w}`
}

/** What records in their order say about heads and their senders' pointers: one piece of news a conversation. */
export function newsOf(records: readonly LogRecord[]): HeadNews[] {
  const news = new Map<string, HeadNews>()
  for (const record of records) {
    if (isFence(record)) continue
    const { conversation, at } = record
    let known = news.get(conversation)
    if (!known) {
      known = { conversation, head: headOf(record), reads: [], messages: [] }
      news.set(conversation, known)
    } else known.head = laterHead(known.head, headOf(record))
    if (known.head.seq === record.seq) known.endAt = at
    tell(known, record)
  }
  return [...news.values()]
}

/** Where the log ends by what a piece of news says. */
export function endOf({ head: { seq, n, at }, endAt = at, g }: HeadNews): LogEnd {
  return { seq, n, at: endAt, ...(g === undefined ? {} : { g }) }
}

function tell(news: HeadNews, record: LogRecord): void {
  const { seq, n, kind, clientId, at, by, seen, seenN, re, forwarded, of, g, group } = record
  if (g !== undefined) news.g = Math.max(g, news.g ?? 0)
  if (group) news.moved = [...new Set([...(news.moved ?? []), ...usersOf(group)])]
  if (seen) news.reads.push({ user: by, readSeq: seen, readN: seenN ?? 0, deliveredSeq: seen })
  const text = shortly(record)
  if (kind === 'message') {
    const more = {
      ...(text === undefined ? {} : { text }),
      ...(re === undefined ? {} : { re }),
      ...(forwarded ? { forwarded } : {}),
    }
    news.messages.push({ seq, n, kind, by, clientId, at, ...more })
  }
  if (of === undefined) return
  ;(news.changed ??= []).push(of)
  news.changedAt = Math.max(seq, news.changedAt ?? 0)
}

/**
 * A message is the newest one where it stands; what changes one says so of the newest alone, and is no activity. What
 * becomes of a group is: whoever is let in finds it.
 */
function headOf(record: LogRecord): Head {
  const { seq, n, kind, at, by, of } = record
  const isMessage = kind === 'message'
  const head = { seq, n, at: isMessage || kind === 'members' ? at : 0 }
  const isOfNewest = (kind === 'edit' || kind === 'delete') && of === n
  if (!isMessage && !isOfNewest) return head
  const text = shortly(record)
  // A text that is gone was deleted by an entry behind this one, which says so.
  const isDeleted = kind === 'delete' || text === undefined
  return { ...head, preview: { by, n, seq, text: text ?? '', ...(isDeleted ? { deleted: true } : {}) } }
}

function shortly({ text }: LogRecord): string | undefined {
  return text === undefined ? undefined : cut(text, limits.previewCharacters)
}
