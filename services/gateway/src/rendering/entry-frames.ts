import type { Entry, socket } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import { message } from '../views/message.ts'
import type { AssetUrl } from '../views/model.ts'
import { messageView, type Seen } from './message-view.ts'

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
  rendered(entry: Entry, seen: Seen): Buffer {
    if (entry.kind !== 'message' || !seen.people.has(entry.by)) return this.plain(entry)
    const key = `${entry.conversation}:${entry.seq}:${entry.by === seen.viewer ? 'mine' : 'theirs'}`
    // What it quotes may be deleted by the next time.
    if (entry.re !== undefined) return frameOf(this.withHtml(entry, seen))
    return this.#cached(key, () => this.withHtml(entry, seen))
  }

  /** The same as data; other kinds than messages have no partial. */
  withHtml(entry: Entry, seen: Seen): socket.ClientEntry {
    const view = entry.kind === 'message' ? messageView(entry, seen) : undefined
    if (!view) return entry
    const context = { assetUrl: this.#assetUrl, now: new Date().toISOString() }
    return { ...entry, html: message(context, view) }
  }

  #cached(key: string, make: () => socket.ClientEntry): Buffer {
    const known = this.#frames.get(key)
    if (known) return known
    const frame = frameOf(make())
    this.#frames.set(key, frame)
    return frame
  }
}

function frameOf(entry: socket.ClientEntry): Buffer {
  return Buffer.from(JSON.stringify({ type: 'entry', entry }))
}
