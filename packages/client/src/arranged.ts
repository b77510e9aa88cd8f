import type { Arrangement, Own } from '@parley/contracts/own'
import type { Answers } from '@parley/contracts/socket'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'

const maxConversations = 20_000

export interface ArrangedParts {
  connection: Connection
  clock: Clock
  changed: (conversation: string, own: Own) => void
}

/** How this client's person has arranged conversations, as far as this client was told. Only what is later counts. */
export class Arranged {
  readonly #parts: ArrangedParts
  readonly #known = new Map<string, Own>()
  /** Ahead of this client's clock, in milliseconds. */
  #serverAheadMs = 0

  constructor(parts: ArrangedParts) {
    this.#parts = parts
  }

  of(conversation: string): Own | undefined {
    return this.#known.get(conversation)
  }

  /** The server's time, in milliseconds since 1970. */
  get now(): number {
    return this.#parts.clock.now() + this.#serverAheadMs
  }

  async arrange(conversation: string, change: Arrangement): Promise<Own> {
    const own = await this.#parts.connection.request('arrange', { conversation, ...change })
    this.told(conversation, own)
    return own
  }

  /** What the first hello says was so before: nothing has changed. */
  welcomed({ serverTime, conversations }: Answers['hello'], isFirst: boolean): void {
    this.#serverAheadMs = serverTime - this.#parts.clock.now()
    this.learn(conversations, isFirst)
  }

  learn(conversations: readonly Arrangeable[], isQuiet = false): void {
    for (const { conversation, own } of conversations) if (own) this.told(conversation, own, isQuiet)
  }

  told(conversation: string, own: Own, isQuiet = false): void {
    if (own.revision <= (this.of(conversation)?.revision ?? 0)) return
    this.#known.delete(conversation)
    this.#known.set(conversation, own)
    // The oldest is told anew when it is next needed.
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxConversations && oldest !== undefined) this.#known.delete(oldest)
    if (!isQuiet) this.#parts.changed(conversation, own)
  }
}

interface Arrangeable {
  conversation: string
  own?: Own
}
