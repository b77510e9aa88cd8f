import type { Pointer } from '@parley/contracts'
import type { Groups } from '../groups/groups.ts'
import type { LiveTeller } from '../live-teller.ts'
import type { LaneOutbox } from '../log/lane-outbox.ts'
import { twoOf } from '../members.ts'
import type { Store } from '../store/store.ts'
import type { HeadNews } from './instance-news.ts'
import { laterHead } from './later-head.ts'
import type { Overlay } from './overlay.ts'
import { settleChanged } from './settle-changed.ts'

const chunk = 500

export interface HeadWriterParts {
  store: Store
  live: LiveTeller
  overlay: Overlay
  groups: Groups
  /** Stores that a sender had read this far, and tells it. */
  onRead: (conversation: string, pointer: Pointer) => Promise<void>
}

/** Stores the heads of what was written here and the pointers of its senders, many messages in one write, and settles changes. */
export class HeadWriter {
  readonly #parts: HeadWriterParts
  #dirty = new Map<string, HeadNews>()

  constructor(parts: HeadWriterParts) {
    this.#parts = parts
  }

  add(news: readonly HeadNews[]): void {
    for (const each of news) this.#add(each)
  }

  /** Stores what has gathered, and says so to the lanes that it came through. What fails is kept for the next time. */
  async write(lanes: readonly LaneOutbox[]): Promise<void> {
    const marks = lanes.map((lane) => ({ lane, written: lane.written }))
    const gathered = [...this.#dirty.values()]
    this.#dirty = new Map()
    for (let done = 0; done < gathered.length; done += chunk) {
      try {
        await this.#store(gathered.slice(done, done + chunk))
      } catch (error) {
        this.add(gathered.slice(done))
        throw error
      }
    }
    for (const { lane, written } of marks) lane.applied(written)
  }

  async #store(news: readonly HeadNews[]): Promise<void> {
    const { store, overlay, groups, onRead } = this.#parts
    // A group has to be stored before its head can be.
    for (const { conversation, g, moved } of news) if (g && moved) await groups.settle(conversation, g)
    const heads = news.map(({ conversation, head }) => ({
      conversation,
      head,
      members: twoOf(conversation),
    }))
    await Promise.all([
      store.move({ heads, pointers: [] }),
      ...news.flatMap(({ conversation, reads }) => reads.map((read) => onRead(conversation, read))),
    ])
    await settleChanged(store, news)
    for (const { conversation, head } of news) overlay.stored(conversation, head.seq)
    this.#publish(news)
  }

  /** Once more after the write, for those whom the live entries did not reach. */
  #publish(news: readonly HeadNews[]): void {
    this.#parts.live.tell(
      news.map(({ conversation, head: { seq, n } }) => ({
        conversation,
        event: { type: 'head', conversation, seq, n },
      })),
    )
  }

  #add(news: HeadNews): void {
    const known = this.#dirty.get(news.conversation)
    if (!known) return void this.#dirty.set(news.conversation, news)
    const reads = new Map(known.reads.map((read) => [read.user, read]))
    for (const read of news.reads) {
      const before = reads.get(read.user)
      if (!before || before.readSeq < read.readSeq) reads.set(read.user, read)
    }
    const g = Math.max(known.g ?? 0, news.g ?? 0)
    this.#dirty.set(news.conversation, {
      conversation: news.conversation,
      head: laterHead(known.head, news.head),
      reads: [...reads.values()],
      messages: [],
      changed: [...new Set([...(known.changed ?? []), ...(news.changed ?? [])])],
      ...(g > 0 ? { g } : {}),
      ...(known.moved || news.moved ? { moved: [] } : {}),
    })
  }
}
