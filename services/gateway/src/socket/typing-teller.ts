import type { Bus } from '@parley/bus'
import { directMembers, type LiveEvent, liveSubject, ParleyError } from '@parley/contracts'
import type { ShownPresence } from '../presence/shown-presence.ts'

/** What one socket may say within a while: more than anybody's typing has to tell, and little for all others. */
const mostTold = 10
const perMs = 5_000

interface Typing {
  conversation: string
  active: boolean
}

/**
 * Tells the others of a conversation that somebody types, or has stopped. May be lost, and is kept nowhere. Who hides
 * their presence types for nobody, and nobody for them; nor do two for each other of whom one blocks the other.
 */
export class TypingTeller {
  readonly #bus: Bus
  readonly #user: string
  readonly #presence: Pick<ShownPresence, 'hiding' | 'closed'>
  #count = 0
  #since = 0
  /** Where the others think that this person types. */
  #shownIn: string | undefined
  /** One after the other, as who hides may have to be asked for. */
  #telling: Promise<void> = Promise.resolve()

  constructor(bus: Bus, user: string, presence: Pick<ShownPresence, 'hiding' | 'closed'>) {
    this.#bus = bus
    this.#user = user
    this.#presence = presence
  }

  /** Beyond what anybody needs, leaves it out. @throws ParleyError NOT_FOUND where this person is no member */
  async tell(typing: Typing, now = Date.now()): Promise<void> {
    const members: readonly string[] = directMembers(typing.conversation) ?? []
    if (!members.includes(this.#user)) throw new ParleyError('NOT_FOUND')
    if (now - this.#since >= perMs) [this.#since, this.#count] = [now, 0]
    if (this.#count >= mostTold) return
    this.#count += 1
    this.#telling = this.#telling.then(() => this.#pass(typing, members))
    await this.#telling
  }

  async #pass({ conversation, active }: Typing, members: readonly string[]): Promise<void> {
    const [hiding, closed] = await Promise.all([
      this.#presence.hiding(members),
      this.#presence.closed([conversation]),
    ])
    const isHidden = !hiding || members.some((member) => hiding.has(member))
    const isOpen = !isHidden && closed?.has(conversation) === false
    // The end of what was told before is told, whoever has hidden or blocked since.
    if (!isOpen && (active || this.#shownIn !== conversation)) return
    this.#shownIn = active ? conversation : undefined
    const event: LiveEvent = { type: 'typing', conversation, user: this.#user, active }
    for (const member of members) if (member !== this.#user) this.#bus.publish(liveSubject(member), [event])
  }
}
