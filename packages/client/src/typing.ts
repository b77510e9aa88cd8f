import { limits } from '@parley/contracts/limits'
import type { TypingTold } from '@parley/contracts/typing'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'

/** Of all conversations together; whoever comes beyond that is not shown. */
const mostTypers = 200

export interface TypingParts {
  connection: Connection
  clock: Clock
  /** Who types in a conversation now, the longest first. */
  changed: (conversation: string, users: readonly string[]) => void
}

/** Who types where: this person to the others, the others to this person. Nothing of it outlives a connection. */
export class Typing {
  readonly #parts: TypingParts
  /** Where this person types, and when that was told last. */
  #own: { conversation: string; toldAt: number } | undefined
  /** How to call off the end of each one's typing. */
  readonly #typers = new Map<string, Map<string, () => void>>()
  #count = 0

  constructor(parts: TypingParts) {
    this.#parts = parts
  }

  /** At each keystroke; told at once, then every 3 s. Where there is no connection it is not told. */
  tell(conversation: string, active: boolean): void {
    const { connection, clock } = this.#parts
    if (connection.state !== 'online') return
    const own = this.#own
    const isKnown = own?.conversation === conversation
    if (!active) {
      if (!isKnown) return
      this.#own = undefined
      connection.notify({ type: 'typing', conversation, active })
      return
    }
    if (isKnown && clock.now() - own.toldAt < limits.typingRepeatMs) return
    if (own !== undefined && !isKnown) this.tell(own.conversation, false)
    this.#own = { conversation, toldAt: clock.now() }
    connection.notify({ type: 'typing', conversation, active })
  }

  of(conversation: string): readonly string[] {
    return [...(this.#typers.get(conversation)?.keys() ?? [])]
  }

  told({ conversation, user, active }: Omit<TypingTold, 'type'>): void {
    const typers = this.#typers.get(conversation) ?? new Map<string, () => void>()
    const callOff = typers.get(user)
    if (callOff === undefined && (!active || this.#count >= mostTypers)) return
    callOff?.()
    if (!active) return this.#end(conversation, user)
    typers.set(
      user,
      this.#parts.clock.after(limits.typingShownMs, () => this.#end(conversation, user)),
    )
    this.#typers.set(conversation, typers)
    if (callOff !== undefined) return
    this.#count += 1
    this.#parts.changed(conversation, this.of(conversation))
  }

  /** The connection is gone. */
  forget(): void {
    this.#own = undefined
    for (const [conversation, typers] of this.#typers)
      for (const [user, callOff] of typers) {
        callOff()
        this.#end(conversation, user)
      }
  }

  #end(conversation: string, user: string): void {
    const typers = this.#typers.get(conversation)
    if (typers?.delete(user) !== true) return
    this.#count -= 1
    if (typers.size === 0) this.#typers.delete(conversation)
    this.#parts.changed(conversation, this.of(conversation))
  }
}
