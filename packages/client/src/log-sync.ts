import { isGroup } from '@parley/contracts/group-ids'
import { ParleyError } from '@parley/contracts/parley-error'
import type { Answers, ClientEntry } from '@parley/contracts/socket'
import { ConversationLog } from './conversation-log.ts'
import type { Pauses } from './pauses.ts'

export type HeadOf = Answers['heads']['conversations'][number]

export interface LogSyncParts {
  pauses: Pauses
  /** Rejects at once while there is no connection. */
  changes: (conversation: string, after: number) => Promise<Answers['changes']>
  isOnline: () => boolean
  apply: (entry: ClientEntry) => void
}

/** Conversations asked for changes at the same time. */
const maxAsking = 4
/** Conversations followed; beyond it the one longest silent is forgotten until its next entry. */
const maxLogs = 20_000
/** A server lists this many conversations at most; fewer are all there are. */
const listedConversations = 1_000

/** Follows the logs of all conversations, and fetches what is missing of them. */
export class LogSync {
  readonly #parts: LogSyncParts
  readonly #logs = new Map<string, ConversationLog>()
  readonly #waiting = new Set<ConversationLog>()
  readonly #asking = new Set<ConversationLog>()
  /** Whether a conversation without a log is new, so that it is to be read from its first entry. */
  #knowsAll = false
  #hasStarted = false

  constructor(parts: LogSyncParts, start: Readonly<Record<string, number>>) {
    this.#parts = parts
    for (const [conversation, last] of Object.entries(start)) this.#add(conversation, last)
  }

  /** The seq up to which a conversation's entries were applied; undefined if nothing is known of it. */
  position(conversation: string): number | undefined {
    return this.#logs.get(conversation)?.last
  }

  /** Follows a conversation from after `seq`, unless it is followed already. */
  follow(conversation: string, seq: number): void {
    this.#fetch(this.#logs.get(conversation) ?? this.#add(conversation, seq))
  }

  /** Compares with where the server's logs stand. The first time, what is there already counts as known. */
  compare(heads: readonly HeadOf[]): void {
    for (const { conversation, head, pointers } of heads) {
      const fresh = this.#hasStarted && this.#knowsAll ? startOf(conversation, pointers) : head.seq
      const log = this.#logs.get(conversation) ?? this.#add(conversation, fresh)
      log.reach(head.seq)
    }
    if (!this.#hasStarted) this.#knowsAll = heads.length < listedConversations
    this.#hasStarted = true
    // Also those that no list names, but of which more is known to be there.
    for (const log of this.#logs.values()) this.#fetch(log)
  }

  /** Asks for what comes with the entries of a log that is followed, though there may be no new ones. */
  refresh(conversation: string): void {
    const log = this.#logs.get(conversation)
    if (!log) return
    log.isStale = true
    this.#fetch(log)
  }

  /** Asks for nothing more of a log until something comes of it, unless it was known to reach beyond `seq`. */
  rest(conversation: string, seq: number): void {
    const log = this.#logs.get(conversation)
    if (log && log.last <= seq) log.rest()
  }

  reach(conversation: string, seq: number): void {
    const isNew = this.#knowsAll && !isGroup(conversation)
    const log = this.#logs.get(conversation) ?? this.#add(conversation, isNew ? 0 : seq)
    log.reach(seq)
    this.#fetch(log)
  }

  take(entry: ClientEntry): void {
    const { conversation, seq, from = seq } = entry
    // Whoever comes into a group begins with what let them in.
    const isNew = this.#knowsAll && !isGroup(conversation)
    const log = this.#logs.get(conversation) ?? this.#add(conversation, isNew ? 0 : from - 1)
    log.take(entry)
    this.#fetch(log)
  }

  #add(conversation: string, last: number): ConversationLog {
    const log = new ConversationLog(conversation, last, this.#parts.apply)
    this.#logs.set(conversation, log)
    if (this.#logs.size > maxLogs) {
      const [oldest] = this.#logs.keys()
      if (oldest !== undefined) this.#logs.delete(oldest)
      this.#knowsAll = false
    }
    return log
  }

  #fetch(log: ConversationLog): void {
    if (!log.isBehind || this.#asking.has(log)) return
    this.#waiting.add(log)
    this.#next()
  }

  #next(): void {
    for (const log of this.#waiting) {
      if (this.#asking.size >= maxAsking || !this.#parts.isOnline()) return
      this.#waiting.delete(log)
      this.#asking.add(log)
      this.#catchUp(log)
        .catch(() => {})
        .finally(() => {
          this.#asking.delete(log)
          if (log.isBehind && this.#logs.get(log.conversation) === log) this.#waiting.add(log)
          this.#next()
        })
    }
  }

  /** Ends when nothing is missing, or when the connection is gone: the next hello begins again. */
  async #catchUp(log: ConversationLog): Promise<void> {
    let failures = 0
    while (log.isBehind && this.#parts.isOnline()) {
      const before = log.last
      let problem: unknown
      try {
        const { entries, head } = await this.#parts.changes(log.conversation, before)
        log.isStale = false
        for (const entry of entries) log.take(entry)
        log.reach(head.seq)
      } catch (error) {
        // What is known of it stays known, for whoever is let in again.
        if (isFinal(error)) return log.rest()
        problem = error
      }
      failures = log.last > before || !log.isBehind ? 0 : failures + 1
      if (failures > 0) await this.#parts.pauses.afterFailure(failures, problem)
    }
  }
}

/** Where a conversation begins that came up since the first hello: of a group, what one has read by coming into it is known. */
function startOf(conversation: string, pointers: HeadOf['pointers']): number {
  return isGroup(conversation) ? Math.max(0, ...pointers.map(({ readSeq }) => readSeq)) : 0
}

/** No longer a member, or the conversation is gone: asking again would change nothing. */
function isFinal(error: unknown): boolean {
  return error instanceof ParleyError && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN')
}
