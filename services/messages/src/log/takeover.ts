import type { Figures } from '../figures.ts'
import type { Groups } from '../groups/groups.ts'
import { twoOf } from '../members.ts'
import type { HeadNews } from '../heads/instance-news.ts'
import { settleChanged } from '../heads/settle-changed.ts'
import { fence, isFence, type LogRecord } from '../store/log-record.ts'
import type { Lane, Store } from '../store/store.ts'
import { type Announcer, newsOf } from './announcer.ts'

const page = 256
const maxTries = 100

export interface TakeoverParts {
  store: Store
  groups: Groups
  announcer: Announcer
  figures: Figures
  /** Heads are in the log: they are laid over the stored ones at once. */
  onNews: (news: HeadNews[]) => void
}

/**
 * Finishes what a lane's writer left: ends the lane by a fence, redoes everything after its checkpoint, removes it.
 * Done twice, or to a writer that lives, it does no harm. What it throws leaves the lane to be taken over again.
 */
export async function takeOver(parts: TakeoverParts, lane: Lane): Promise<void> {
  await endLane(parts.store, lane)
  for (let after = lane.done; ; ) {
    const records = await parts.store.readLane(lane.id, after, page)
    await redo(parts, records)
    after += records.length
    if (records.length < page) break
  }
  await parts.store.removeLane(lane.id)
  parts.figures.takeover()
}

async function endLane(store: Store, lane: Lane): Promise<void> {
  let after = lane.done
  for (let tries = 0; tries < maxTries; ) {
    const records = await store.readLane(lane.id, after, page)
    if (records.some(isFence)) return
    after += records.length
    if (records.length === page) continue
    // If its place is taken, the writer was faster, or another one's fence is there: read on.
    const outcome = await store.insert([fence(lane.id, after + 1)])
    if (outcome.kind === 'written') return
    tries += 1
  }
  throw new Error(`lane ${lane.id} could not be ended`)
}

async function redo(parts: TakeoverParts, records: LogRecord[]): Promise<void> {
  const news = newsOf(records)
  if (news.length === 0) return
  parts.onNews(news)
  for (const { conversation, g, moved } of news) if (g && moved) await parts.groups.settle(conversation, g)
  await parts.store.move(movesOf(news))
  await settleChanged(parts.store, news)
  await parts.announcer.durable(records)
  // What the bus has just kept, it can carry too.
  parts.announcer.live(records)
}

export function movesOf(news: readonly HeadNews[]) {
  return {
    heads: news.map(({ conversation, head }) => ({ conversation, head, members: twoOf(conversation) })),
    pointers: news.flatMap(({ conversation, reads }) =>
      reads.map((pointer) => ({ conversation, members: twoOf(conversation), ...pointer })),
    ),
  }
}
