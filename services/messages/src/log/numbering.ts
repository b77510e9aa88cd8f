import type { LogRecord } from '../store/log-record.ts'
import type { LogEnd } from '../store/store.ts'
import type { Item } from './job.ts'
import type { LogEnds } from './log-ends.ts'

/** Gives entries the next numbers of their conversations and of a lane. @throws ParleyError UNAVAILABLE */
export async function number(
  items: readonly Item[],
  place: { lane: string; after: number; now: number },
  ends: LogEnds,
): Promise<LogRecord[]> {
  const last = await ends.of(new Set(items.map(({ job }) => job.conversation)))
  const lookups: Promise<void>[] = []
  const records = items.map((item, i) => {
    const { conversation } = item.job
    const end = last.get(conversation) ?? { seq: 0, n: 0, at: 0 }
    const { by, clientId, kind = 'message', text, re, of, at } = item.draft
    const record: LogRecord = {
      lane: place.lane,
      w: place.after + 1 + i,
      conversation,
      seq: end.seq + 1,
      n: kind === 'message' ? end.n + 1 : end.n,
      kind,
      by,
      clientId,
      at: Math.max(Math.min(at ?? place.now, place.now), end.at),
      ...(text === undefined ? {} : { text }),
      ...(re === undefined ? {} : { re }),
      ...(of === undefined ? {} : { of }),
    }
    last.set(conversation, record)
    // What nobody has written yet, nobody has seen.
    const seen = item.index === 0 ? Math.min(item.job.seen ?? 0, end.seq) : 0
    if (seen > 0) lookups.push(addSeen(record, seen, end, ends))
    return record
  })
  await Promise.all(lookups)
  return records
}

async function addSeen(record: LogRecord, seen: number, end: LogEnd, ends: LogEnds): Promise<void> {
  record.seen = seen
  record.seenN = await ends.nAt(record.conversation, seen, end)
}
