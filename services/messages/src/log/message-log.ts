import type { Bus } from '@parley/bus'
import { ParleyError } from '@parley/contracts'
import type { Clock } from '../clock.ts'
import type { Figures } from '../figures.ts'
import type { HeadNews, InstanceNews, News } from '../heads/instance-news.ts'
import { HeadWriter, type HeadWriterParts } from '../heads/head-writer.ts'
import { Overlay } from '../heads/overlay.ts'
import { Tails } from '../heads/tails.ts'
import { Periodic } from '../periodic.ts'
import type { LogRecord } from '../store/log-record.ts'
import type { Store } from '../store/store.ts'
import { announcer, endOf, newsOf, type TellEntries } from './announcer.ts'
import { type Draft, Job, type Result } from './job.ts'
import { LaneWatch } from './lane-watch.ts'
import { LogEnds } from './log-ends.ts'
import type { Groups } from '../groups/groups.ts'
import type { LiveTeller } from '../live-teller.ts'
import { OwnLanes } from './own-lanes.ts'
import { takeOver } from './takeover.ts'
import { Writer } from './writer.ts'

export interface MessageLogParts {
  store: Store
  bus: Bus
  clock: Clock
  figures: Figures
  tellEntries: TellEntries
  onRead: HeadWriterParts['onRead']
  news: InstanceNews
  /** Told of what is written, here or elsewhere. */
  onNews: (news: News) => void
  /** News may have been lost. */
  onNewsLost: () => void
  groups: Groups
  live: LiveTeller
  /** Told of what has no caller. */
  onError: (error: unknown) => void
  /** Makes the ids of lanes: unique among all that ever were. */
  makeId: () => string
}

/** The one way into the log, and everything that follows a write. */
export class MessageLog {
  readonly overlay: Overlay
  readonly ends: LogEnds
  readonly #parts: MessageLogParts
  readonly #lanes: OwnLanes
  readonly #writer: Writer
  readonly #heads: HeadWriter
  readonly #loops: Periodic[]
  readonly #tailLoop: Periodic
  #tailsAreNeeded = true
  #closing = false
  #stopListening: (() => Promise<void>) | undefined

  constructor(parts: MessageLogParts) {
    const { store, bus, clock, onError } = parts
    this.#parts = parts
    this.overlay = new Overlay(clock, parts.groups)
    this.ends = new LogEnds(store)
    const tells = announcer(parts)
    this.#lanes = new OwnLanes({ ...parts, announcer: tells })
    this.#heads = new HeadWriter({ ...parts, overlay: this.overlay })
    const onWritten = (records: readonly LogRecord[]) => {
      const heads = newsOf(records)
      this.overlay.learn(heads)
      this.#heads.add(heads)
      parts.onNews({ heads, pointers: [] })
      tells.live(records)
    }
    const onKnown = (record: LogRecord) => this.#learn({ heads: newsOf([record]), pointers: [] })
    const openLane = () => this.#lanes.open()
    this.#writer = new Writer({ ...parts, ends: this.ends, onWritten, onKnown, openLane })

    const isOwn = (id: string) => this.#lanes.has(id)
    const onNews = (heads: HeadNews[]) => this.#learn({ heads, pointers: [] })
    const watch = new LaneWatch({ store, clock, isOwn })
    const tails = new Tails({ store, isOwn, onNews })
    const loop = (ms: number, work: () => Promise<void>) => new Periodic({ clock, ms, work, onError })
    this.#tailLoop = loop(1_000, async () => {
      if (!this.#tailsAreNeeded && bus.connected) return
      await tails.read()
      this.#tailsAreNeeded = false
    })
    this.#loops = [
      this.#tailLoop,
      loop(250, () => this.#heads.write(this.#lanes.all())),
      loop(1_000, () => this.#lanes.beat()),
      loop(1_000, async () => {
        for (const lane of await watch.look()) await takeOver({ ...parts, announcer: tells, onNews }, lane)
      }),
      loop(1_000, () => this.#lookAtHeads()),
    ]
  }

  /** Messages that wait to be written. */
  get queued(): number {
    return this.#writer.queued
  }

  /** Listens to the other instances first, then reads what they wrote before. With the store away it starts too. */
  async start(): Promise<void> {
    const { bus, news, onNewsLost } = this.#parts
    const heard = await news.listen((told) => this.#learn(told))
    const forget = bus.onConnection((connected) => {
      onNewsLost()
      if (!connected) return
      this.#lanes.publishAgain()
      this.#tailsAreNeeded = true
      void this.#tailLoop.run()
    })
    this.#stopListening = async () => {
      forget()
      await heard.close()
    }
    for (const loop of this.#loops) void loop.run()
    await this.#tailLoop.run()
  }

  /** Whether heads as they are known here, stored or laid over, have all that was acknowledged anywhere. */
  get isInformed(): boolean {
    return !this.#tailsAreNeeded && this.#parts.news.isHeard
  }

  /** Resolves when what others acknowledged before is known here. @throws ParleyError UNAVAILABLE */
  async ready(): Promise<void> {
    if (!this.#tailsAreNeeded) return
    await this.#tailLoop.run()
    if (this.#tailsAreNeeded) throw new ParleyError('UNAVAILABLE')
  }

  /**
   * Writes messages to a conversation, in their order; resolves when each has its result.
   * @throws ParleyError UNAVAILABLE when nothing of it was tried
   */
  async write(request: {
    conversation: string
    drafts: readonly Draft[]
    seen?: number | undefined
  }): Promise<Result[]> {
    if (this.#closing || this.overlay.isFull) throw new ParleyError('UNAVAILABLE')
    const job = new Job({ ...request, startedAtMs: this.#parts.clock.elapsed() })
    this.#writer.push(job)
    return await job.finished
  }

  /** Entries were put into the log by other ways than its lanes, and their heads are stored. */
  restored(heads: HeadNews[]): void {
    this.#learn({ heads, pointers: [] })
    this.#parts.news.tell({ heads })
  }

  /** Takes no more, finishes what is under way, and leaves as little as may be for others to finish. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#writer.idle()
    await this.#stopListening?.()
    await Promise.all(this.#loops.map((loop) => loop.close()))
    await this.#heads.write(this.#lanes.all()).catch(this.#parts.onError)
    await this.#lanes.close()
  }

  #learn(news: News): void {
    this.overlay.learn(news.heads)
    for (const each of news.heads) this.ends.learn(each.conversation, endOf(each))
    this.#parts.onNews(news)
  }

  /** Lets go of heads that are stored by now. */
  async #lookAtHeads(): Promise<void> {
    const old = this.overlay.olderThan(1_000, 500)
    if (old.length === 0) return
    const stored = await this.#parts.store.find(old)
    for (const conversation of old) {
      this.overlay.stored(conversation, stored.get(conversation)?.head.seq ?? 0)
      this.overlay.postpone(conversation)
    }
  }
}
