import type { Entry, Person, socket } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import { message } from '../views/message.ts'
import type { AssetUrl } from '../views/model.ts'
import { messageView } from './message-view.ts'

const cachedBytes = 8 * 1024 * 1024

/** The `entry` frames of `/ws/`, each made once for all sockets that get the same: as data, as one's own, as another's. */
export class EntryFrames {
  #assetUrl: AssetUrl
  #frames = new LRUCache<string, Buffer>({ maxSize: cachedBytes, sizeCalculation: (frame) => frame.length })

  constructor(assetUrl: AssetUrl) {
    this.#assetUrl = assetUrl
  }

  plain(entry: Entry): Buffer {
    return this.#cached(`${entry.conversation}:${entry.seq}`, () => entry)
  }

  /** With the message's partial. Without its author, the entry alone: the receiver shows it by its own means. */
  rendered(entry: Entry, viewer: string, author: Person | undefined): Buffer {
    if (entry.kind !== 'message' || !author) return this.plain(entry)
    const key = `${entry.conversation}:${entry.seq}:${entry.by === viewer ? 'mine' : 'theirs'}`
    return this.#cached(key, () => this.withHtml(entry, viewer, author))
  }

  withHtml(
    entry: Entry,
    viewer: string,
    author: Person,
    pointers: Parameters<typeof messageView>[3] = [],
  ): socket.ClientEntry {
    const context = { assetUrl: this.#assetUrl, now: new Date().toISOString() }
    return { ...entry, html: message(context, messageView(entry, viewer, author, pointers)) }
  }

  #cached(key: string, make: () => socket.ClientEntry): Buffer {
    const known = this.#frames.get(key)
    if (known) return known
    const frame = Buffer.from(JSON.stringify({ type: 'entry', entry: make() }))
    this.#frames.set(key, frame)
    return frame
  }
}
