import type { Entry } from '@parley/contracts/entries'
import { errorTable, ParleyError } from '@parley/contracts/parley-error'
import { checkText } from './check-text.ts'
import type { Connection } from './connection.ts'
import type { Pauses } from './pauses.ts'

export interface ChangesParts {
  connection: Connection
  pauses: Pauses
  newId: () => string
  /** The entry is in the log. */
  written: (entry: Entry) => void
}

/** Changes under way at once; each waits for its answer. */
const maxPending = 200
/** A server that cannot do it will not, however often it is asked. */
const maxInternalErrors = 5

/** Edits and deletions of one's own messages, and reactions to any, each repeated until the server has answered. */
export class Changes {
  readonly #parts: ChangesParts
  #pending = 0

  constructor(parts: ChangesParts) {
    this.#parts = parts
  }

  async edit(conversation: string, n: number, text: string): Promise<Entry> {
    checkText(text)
    const { connection, newId } = this.#parts
    const change = { conversation, n, clientId: newId(), text }
    return (await this.#repeat(() => connection.request('edit', change))).entry
  }

  async remove(conversation: string, n: number): Promise<Entry> {
    const { connection, newId } = this.#parts
    const change = { conversation, n, clientId: newId() }
    return (await this.#repeat(() => connection.request('delete', change))).entry
  }

  async react(conversation: string, n: number, emoji: string): Promise<void> {
    const { connection, newId } = this.#parts
    const reaction = { conversation, n, clientId: newId(), emoji }
    await this.#repeat(() => connection.request('react', reaction))
  }

  async unreact(conversation: string, n: number, emoji: string): Promise<void> {
    const { connection, newId } = this.#parts
    const reaction = { conversation, n, clientId: newId(), emoji }
    await this.#repeat(() => connection.request('unreact', reaction))
  }

  async #repeat<A extends { entry?: Entry }>(ask: () => Promise<A>): Promise<A> {
    if (this.#pending >= maxPending) throw new ParleyError('RATE_LIMITED')
    this.#pending += 1
    try {
      const answer = await this.#answered(ask)
      if (answer.entry) this.#parts.written(answer.entry)
      return answer
    } finally {
      this.#pending -= 1
    }
  }

  async #answered<A>(ask: () => Promise<A>): Promise<A> {
    let internalErrors = 0
    for (let failures = 1; ; failures++) {
      try {
        return await ask()
      } catch (error) {
        if (error instanceof ParleyError && error.code === 'INTERNAL') internalErrors += 1
        if (isFinal(error) || internalErrors >= maxInternalErrors || this.#isOver) throw error
        await this.#parts.pauses.afterFailure(failures, error)
      }
    }
  }

  /** Nobody connects any more. */
  get #isOver(): boolean {
    const { state } = this.#parts.connection
    return state === 'ended' || state === 'stopped'
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof ParleyError && !errorTable[error.code].retry && !error.unclear
}
