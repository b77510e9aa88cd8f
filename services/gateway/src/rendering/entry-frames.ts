import type { Entry, socket } from '@parley/contracts'
import { LRUCache } from 'lru-cache'
import { isMentioned } from '../views/is-mentioned.ts'
import { membership } from '../views/membership.ts'
import { message } from '../views/message.ts'
import type { AssetUrl } from '../views/model.ts'
import { membershipView, namedIn } from './membership-view.ts'
import { messageView, type Seen } from './message-view.ts'

const cachedBytes = 8 * 1024 * 1024

/**
 * The `entry` frames of `/ws/`, each made once for all sockets that get the same: as data, as one's own, as another's, as
 * one that mentions oneself.
 */
export class EntryFrames {
  #assetUrl: AssetUrl
  #frames = new LRUCache<string, Buffer>({ maxSize: cachedBytes, sizeCalculation: (frame) => frame.length })

  constructor(assetUrl: AssetUrl) {
    this.#assetUrl = assetUrl
  }

  plain(entry: Entry): Buffer {
    // What one person may not see another may.
    if (entry.kind === 'void') return frameOf(entry)
    return this.#cached(`${entry.conversation}:${entry.seq}`, () => entry)
  }

  /** With its partial. Without its author, the entry alone: the receiver shows it by its own means. */
  rendered(entry: Entry, seen: Seen): Buffer {
    const reader = readerOf(entry, seen)
    if (reader === undefined || !seen.people.has(entry.by)) return this.plain(entry)
    // What it quotes may be deleted by the next time.
    if (entry.re !== undefined) return frameOf(this.withHtml(entry, seen))
    return this.#cached(`${entry.conversation}:${entry.seq}:${reader}`, () => this.withHtml(entry, seen))
  }

  /** The same as data; kinds that are not shown have no partial. */
  withHtml(entry: Entry, seen: Seen): socket.ClientEntry {
    const html = this.#htmlOf(entry, seen)
    return html === undefined ? entry : { ...entry, html }
  }

  #htmlOf(entry: Entry, seen: Seen): string | undefined {
    const context = { assetUrl: this.#assetUrl, now: new Date().toISOString() }
    if (entry.kind === 'members') {
      const nameOf = (user: string) => seen.people.get(user)?.displayName ?? 'Somebody'
      return membership(context, membershipView(entry, { viewer: seen.viewer, nameOf }))
    }
    const view = entry.kind === 'message' ? messageView(entry, seen) : undefined
    return view && message(context, view)
  }

  #cached(key: string, make: () => socket.ClientEntry): Buffer {
    const known = this.#frames.get(key)
    if (known) return known
    const frame = frameOf(make())
    this.#frames.set(key, frame)
    return frame
  }
}

/** Those who read the same share a name; undefined where nothing is shown. */
function readerOf(entry: Entry, { viewer }: Seen): string | undefined {
  if (isMentioned(entry, viewer)) return 'mentioned'
  if (entry.kind === 'message') return entry.by === viewer ? 'mine' : 'theirs'
  if (entry.kind !== 'members') return undefined
  return namedIn(entry).includes(viewer) ? viewer : 'theirs'
}

function frameOf(entry: socket.ClientEntry): Buffer {
  return Buffer.from(JSON.stringify({ type: 'entry', entry }))
}
