import { closedWords, directMembers, ParleyError } from '@parley/contracts'
import type { Store } from '../store/store.ts'

/** Far more than anybody waits for at once; what is beyond comes again. */
const maxWaiting = 10_000

/** A change as its author names it: what was written under this client id before stays written. */
interface Asked {
  conversation: string
  by: string
  clientId: string
}

/**
 * Which conversations nothing may be written in. Nothing of it is remembered: the store is asked for each message, since
 * whoever has blocked somebody is answered that this is so, by whichever instance. One question is under way, and all who
 * ask meanwhile share the next.
 */
export class ClosedConversations {
  readonly #store: Store
  #waiting = new Set<string>()
  #next: Promise<ReadonlySet<string>> | undefined
  #underWay: Promise<unknown> = Promise.resolve()

  constructor(store: Store) {
    this.#store = store
  }

  /** @throws ParleyError UNAVAILABLE */
  async has(conversation: string): Promise<boolean> {
    if (!directMembers(conversation)) return false
    if (this.#waiting.size >= maxWaiting) throw new ParleyError('UNAVAILABLE')
    this.#waiting.add(conversation)
    this.#next ??= this.#ask()
    return (await this.#next).has(conversation)
  }

  /** @throws ParleyError FORBIDDEN in a closed conversation, unless it was written before it was closed; UNAVAILABLE */
  async requireOpen({ conversation, by, clientId }: Asked): Promise<void> {
    if (!(await this.has(conversation))) return
    if (!(await this.#store.byClientId(conversation, by, clientId))) throw isClosed()
  }

  async #ask(): Promise<ReadonlySet<string>> {
    await this.#underWay
    const asked = [...this.#waiting]
    this.#waiting = new Set()
    this.#next = undefined
    const answer = this.#store.blocks.closed(asked)
    this.#underWay = answer.catch(() => undefined)
    return await answer
  }
}

export function isClosed(): ParleyError {
  return new ParleyError('FORBIDDEN', closedWords)
}
