import type { Entry } from '@parley/contracts/entries'
import { errorTable, ParleyError, type PublicError } from '@parley/contracts/parley-error'
import type { Answers } from '@parley/contracts/socket'
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

/** What became of a message that is forwarded to one conversation. */
export type ForwardResult = Answers['forward']['results'][number]

/** Changes under way at once; each waits for its answer. */
const maxPending = 200
/** A server that cannot do it will not, however often it is asked. */
const maxInternalErrors = 5

/** Edits and deletions of one's own messages, reactions to any, and pinning, saving and forwarding them, each repeated until the server has answered. */
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

  async pin(conversation: string, n: number): Promise<void> {
    const { connection, newId } = this.#parts
    const pinning = { conversation, n, clientId: newId() }
    await this.#repeat(() => connection.request('pin', pinning))
  }

  async unpin(conversation: string, n: number): Promise<void> {
    const { connection, newId } = this.#parts
    const pinning = { conversation, n, clientId: newId() }
    await this.#repeat(() => connection.request('unpin', pinning))
  }

  async save(conversation: string, n: number): Promise<void> {
    await this.#repeat(() => this.#parts.connection.request('save', { conversation, n }))
  }

  async unsave(conversation: string, n: number): Promise<void> {
    await this.#repeat(() => this.#parts.connection.request('unsave', { conversation, n }))
  }

  /** A conversation that could not be written to for now is asked for again, by itself. */
  async forward(conversation: string, n: number, to: readonly string[]): Promise<ForwardResult[]> {
    const { connection, newId, written } = this.#parts
    const message = { conversation, n, clientId: newId() }
    const done = new Map<string, ForwardResult>()
    const rest = () => to.filter((target) => !done.has(target))
    const ask = async () => {
      const { results } = await connection.request('forward', { ...message, to: rest() })
      let retried: ParleyError | undefined
      for (const result of results) {
        const error = 'error' in result ? ParleyError.fromPublic(result.error as PublicError) : undefined
        if (error && !isFinal(error)) retried = error
        else done.set(result.conversation, result)
        if ('entry' in result) written(result.entry)
      }
      if (retried) throw retried
      return {}
    }
    try {
      await this.#repeat(ask)
    } catch (cause) {
      if (done.size === 0 || !(cause instanceof ParleyError)) throw cause
      for (const target of rest()) done.set(target, { conversation: target, error: cause.toPublic() })
    }
    return [...done.values()]
  }

  async #repeat<A extends object & { entry?: Entry }>(ask: () => Promise<A>): Promise<A> {
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
