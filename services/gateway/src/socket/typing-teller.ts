import type { Bus } from '@parley/bus'
import { directMembers, type LiveEvent, liveSubject, ParleyError } from '@parley/contracts'

/** What one socket may say within a while: more than anybody's typing has to tell, and little for all others. */
const mostTold = 10
const perMs = 5_000

/** Tells the others of a conversation that somebody types, or has stopped. May be lost, and is kept nowhere. */
export class TypingTeller {
  readonly #bus: Bus
  readonly #user: string
  #told = 0
  #since = 0

  constructor(bus: Bus, user: string) {
    this.#bus = bus
    this.#user = user
  }

  /** Beyond what anybody needs, leaves it out. @throws ParleyError NOT_FOUND where this person is no member */
  tell({ conversation, active }: { conversation: string; active: boolean }, now = Date.now()): void {
    const members: readonly string[] = directMembers(conversation) ?? []
    if (!members.includes(this.#user)) throw new ParleyError('NOT_FOUND')
    if (now - this.#since >= perMs) [this.#since, this.#told] = [now, 0]
    if (this.#told >= mostTold) return
    this.#told += 1
    const event: LiveEvent = { type: 'typing', conversation, user: this.#user, active }
    for (const member of members) if (member !== this.#user) this.#bus.publish(liveSubject(member), [event])
  }
}
