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

/** Edits and deletions of one's own messages, each repeated until the server has answered. */
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
    return await this.#repeat(() => connection.request('edit', change))
  }

  async remove(conversation: string, n: number): Promise<Entry> {
    const { connection, newId } = this.#parts
    const change = { conversation, n, clientId: newId() }
    return await this.#repeat(() => connection.request('delete', change))
  }

  async #repeat(ask: () => Promise<{ entry: Entry }>): Promise<Entry> {
    if (this.#pending >= maxPending) throw new ParleyError('RATE_LIMITED')
    this.#pending += 1
    try {
      const entry = await this.#answered(ask)
      this.#parts.written(entry)
      return entry
    } finally {
      this.#pending -= 1
    }
  }

  async #answered(ask: () => Promise<{ entry: Entry }>): Promise<Entry> {
    let internalErrors = 0
    for (let failures = 1; ; failures++) {
      try {
        return (await ask()).entry
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
