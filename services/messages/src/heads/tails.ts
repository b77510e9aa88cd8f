import { newsOf } from '../log/announcer.ts'
import type { LogRecord } from '../store/log-record.ts'
import type { HeadNews } from './instance-news.ts'
import type { Lane, Store } from '../store/store.ts'

const page = 500
const pagesAtOnce = 100

/** Reads what others wrote to their lanes and have not stored as heads yet: for when nobody could tell of it. */
export class Tails {
  readonly #store: Store
  readonly #isOwn: (id: string) => boolean
  readonly #onNews: (news: HeadNews[]) => void
  #readTo = new Map<string, number>()

  constructor(parts: {
    store: Store
    isOwn: (id: string) => boolean
    onNews: (news: HeadNews[]) => void
  }) {
    this.#store = parts.store
    this.#isOwn = parts.isOwn
    this.#onNews = parts.onNews
  }

  async read(): Promise<void> {
    const others = (await this.#store.lanes()).filter(({ id }) => !this.#isOwn(id))
    const before = this.#readTo
    this.#readTo = new Map(others.map((lane) => [lane.id, Math.max(lane.applied, before.get(lane.id) ?? 0)]))
    for (const lane of others) await this.#readLane(lane)
  }

  async #readLane({ id }: Lane): Promise<void> {
    for (let pages = 0; pages < pagesAtOnce; pages++) {
      const after = this.#readTo.get(id) ?? 0
      const records: LogRecord[] = await this.#store.readLane(id, after, page)
      this.#onNews(newsOf(records))
      this.#readTo.set(id, after + records.length)
      if (records.length < page) return
    }
  }
}
