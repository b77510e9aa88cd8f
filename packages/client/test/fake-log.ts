import { asTheyAre } from '@parley/contracts/as-they-are'
import { closedWords } from '@parley/contracts/closed-words'
import type { Arrangement, Own } from '@parley/contracts/own'
import { forever } from '@parley/contracts/own-state'
import type { Entry, Pointer } from '@parley/contracts/entries'
import { isGroup } from '@parley/contracts/group-ids'
import { ParleyError } from '@parley/contracts/parley-error'

/** What a server keeps, in memory: the logs of conversations, each message once by its sender's client id. */
export class FakeLog {
  readonly entries = new Map<string, Entry[]>()
  readonly pointers = new Map<string, Map<string, Pointer>>()
  readonly #blocks = new Set<string>()
  /** Of the one person who saves in these tests. */
  readonly saved = new Set<string>()
  readonly #owns = new Map<string, Own>()
  readonly #listeners = new Set<(entry: Entry) => void>()

  onWritten(listener: (entry: Entry) => void): void {
    this.#listeners.add(listener)
  }

  of(conversation: string): Entry[] {
    const known = this.entries.get(conversation) ?? []
    this.entries.set(conversation, known)
    return known
  }

  block(by: string, of: string): void {
    this.#blocks.add(`${by}:${of}`)
  }

  unblock(by: string, of: string): void {
    this.#blocks.delete(`${by}:${of}`)
  }

  blockedBy(user: string): { user: string; at: number }[] {
    const own = [...this.#blocks].map((pair) => pair.split(':')).filter(([by]) => by === user)
    return own.map(([, of = '']) => ({ user: of, at: 1_000 }))
  }

  write(conversation: string, by: string, clientId: string, text: string, isForwarded = false): Entry {
    const mark = isForwarded ? { forwarded: true as const } : {}
    return this.#append(conversation, { by, clientId, kind: 'message', text, ...mark })
  }

  /** Without a text, a deletion. */
  change(
    conversation: string,
    by: string,
    { n, clientId, text }: { n: number; clientId: string; text?: string },
  ): Entry {
    if (this.message(conversation, n).by !== by) throw new ParleyError('FORBIDDEN')
    if (text === undefined) return this.#append(conversation, { by, clientId, kind: 'delete', of: n })
    return this.#append(conversation, { by, clientId, kind: 'edit', of: n, text })
  }

  react(
    conversation: string,
    by: string,
    {
      type: kind,
      n,
      clientId,
      emoji,
    }: { type: 'react' | 'unreact'; n: number; clientId: string; emoji: string },
  ): Entry {
    this.message(conversation, n)
    return this.#append(conversation, { by, clientId, kind, of: n, text: emoji })
  }

  pin(
    conversation: string,
    by: string,
    { type: kind, n, clientId }: { type: 'pin' | 'unpin'; n: number; clientId: string },
  ): Entry {
    if (this.message(conversation, n).deleted) throw new ParleyError('CONFLICT')
    return this.#append(conversation, { by, clientId, kind, of: n })
  }

  pinned(conversation: string): Entry[] {
    const log = this.of(conversation)
    const all = asTheyAre(
      log.filter(({ kind }) => kind === 'message'),
      log,
    )
    const pinned = all.filter((message) => message.pinned)
    return pinned.toSorted((one, other) => (other.pinned?.seq ?? 0) - (one.pinned?.seq ?? 0))
  }

  /** A message as it is now. */
  message(conversation: string, n: number): Entry {
    const log = this.of(conversation)
    const [message] = asTheyAre(
      log.filter((entry) => entry.kind === 'message' && entry.n === n),
      log,
    )
    if (message === undefined) throw new ParleyError('NOT_FOUND')
    return message
  }

  #append(
    conversation: string,
    written: Pick<Entry, 'by' | 'clientId' | 'kind' | 'text' | 'of' | 'forwarded'>,
  ): Entry {
    const log = this.of(conversation)
    const { by, clientId, kind, text } = written
    const known = log.find((entry) => entry.by === by && entry.clientId === clientId)
    const [one, other] = members(conversation)
    const isClosed = this.#blocks.has(`${one}:${other}`) || this.#blocks.has(`${other}:${one}`)
    if (isClosed && known === undefined && kind !== 'delete') throw new ParleyError('FORBIDDEN', closedWords)
    if (known !== undefined && known.text !== text) throw new ParleyError('CONFLICT')
    if (known !== undefined) return known
    const seq = log.length + 1
    const n = (log.at(-1)?.n ?? 0) + (kind === 'message' ? 1 : 0)
    const entry: Entry = { conversation, seq, n, at: 1_000 + seq, ...written }
    log.push(entry)
    for (const listener of this.#listeners) listener(entry)
    return entry
  }

  head(conversation: string): { seq: number; n: number; at: number } {
    const last = this.of(conversation).at(-1)
    return { seq: last?.seq ?? 0, n: last?.n ?? 0, at: last?.at ?? 0 }
  }

  pointersOf(conversation: string): Pointer[] {
    return members(conversation).map((user) => this.pointer(conversation, user))
  }

  pointer(conversation: string, user: string): Pointer {
    return this.pointers.get(conversation)?.get(user) ?? { user, readSeq: 0, readN: 0, deliveredSeq: 0 }
  }

  ownOf(conversation: string, user: string): { own?: Own } {
    const own = this.#owns.get(`${conversation} ${user}`)
    return own ? { own } : {}
  }

  arrange(conversation: string, user: string, { pinned, archived, mute, unread }: Arrangement): Own {
    const head = this.head(conversation)
    if (head.seq === 0) throw new ParleyError('NOT_FOUND')
    const { own = { revision: 0 } } = this.ownOf(conversation, user)
    const mutedUntil = mute === 'always' ? forever : typeof mute === 'number' ? Date.now() + mute : 0
    const changed: Own = { ...own, revision: own.revision + 1 }
    if (pinned === true) changed.pinned = true
    if (pinned === false) delete changed.pinned
    if (archived === true) changed.archivedN = head.n
    if (archived === false) delete changed.archivedN
    if (mute !== undefined) changed.mutedUntil = mutedUntil
    if (unread === true) changed.markedSeq = this.pointer(conversation, user).readSeq
    if (unread === false) delete changed.markedSeq
    this.#owns.set(`${conversation} ${user}`, changed)
    return changed
  }

  move(conversation: string, user: string, to: { read?: number; delivered?: number }): Pointer {
    const known = this.pointer(conversation, user)
    const head = this.head(conversation).seq
    const readSeq = Math.min(head, Math.max(known.readSeq, to.read ?? 0))
    const deliveredSeq = Math.min(head, Math.max(known.deliveredSeq, readSeq, to.delivered ?? 0))
    const pointer = { user, readSeq, readN: readSeq, deliveredSeq }
    const pointers = this.pointers.get(conversation) ?? new Map<string, Pointer>()
    this.pointers.set(conversation, pointers.set(user, pointer))
    return pointer
  }
}

/** In every group are the same people. */
export function members(conversation: string): string[] {
  if (isGroup(conversation)) return ['ann', 'ben', 'cat']
  return conversation.split('_').slice(1)
}
