import { randomUUID } from 'node:crypto'
import type { Bus } from '@parley/bus'
import {
  directMembers,
  groupsSubject,
  type GroupTold,
  isGroup,
  type LiveEvent,
  liveSubject,
  ParleyError,
} from '@parley/contracts'
import type { KnownGroups } from '../groups/known-groups.ts'
import type { ShownPresence } from '../presence/shown-presence.ts'

/** What one socket may say within a while: more than anybody's typing has to tell, and little for all others. */
const mostTold = 10
const perMs = 5_000

interface Typing {
  conversation: string
  active: boolean
}

export interface TypingTellerParts {
  bus: Bus
  presence: Pick<ShownPresence, 'hiding' | 'apart'>
  groups: Pick<KnownGroups, 'members'>
}

/**
 * Tells the others of a conversation that somebody types, or has stopped. May be lost, and is kept nowhere. Who hides
 * their presence types for nobody, and nobody for them; nor do two for each other of whom one blocks the other.
 */
export class TypingTeller {
  readonly #parts: TypingTellerParts
  readonly #user: string
  #count = 0
  #since = 0
  /** Where others think that this person types, and who does. */
  #shown: { conversation: string; to: readonly string[] } | undefined
  /** One after the other, as who hides may have to be asked for. */
  #telling: Promise<void> = Promise.resolve()

  constructor(parts: TypingTellerParts, user: string) {
    this.#parts = parts
    this.#user = user
  }

  /** Beyond what anybody needs, leaves it out. @throws ParleyError NOT_FOUND where this person is no member */
  async tell(typing: Typing, now = Date.now()): Promise<void> {
    const direct = directMembers(typing.conversation)
    if (!direct?.includes(this.#user) && !isGroup(typing.conversation)) throw new ParleyError('NOT_FOUND')
    if (now - this.#since >= perMs) [this.#since, this.#count] = [now, 0]
    if (this.#count >= mostTold) return
    this.#count += 1
    const passed = this.#telling.then(() => this.#pass(typing, direct))
    this.#telling = passed.catch(() => undefined)
    await passed
  }

  async #pass({ conversation, active }: Typing, direct: readonly string[] | undefined): Promise<void> {
    // The end of what was told before is told, whoever has hidden or blocked since.
    if (!active) return this.#end(conversation)
    const { presence, groups } = this.#parts
    const members = direct ?? (await groups.members(this.#user, conversation, randomUUID()))
    const [hiding, apart] = await Promise.all([presence.hiding(members), presence.apart(this.#user, members)])
    if (!hiding || !apart || hiding.has(this.#user)) return
    const to = members.filter((member) => member !== this.#user && !hiding.has(member) && !apart.has(member))
    if (to.length === 0) return
    this.#shown = { conversation, to }
    this.#publish(conversation, to, true)
  }

  async #end(conversation: string): Promise<void> {
    if (this.#shown?.conversation !== conversation) return
    const { to } = this.#shown
    this.#shown = undefined
    this.#publish(conversation, to, false)
  }

  #publish(conversation: string, to: readonly string[], active: boolean): void {
    const { bus } = this.#parts
    const event: LiveEvent = { type: 'typing', conversation, user: this.#user, active }
    if (isGroup(conversation)) {
      const told: GroupTold[] = [{ users: [...to], events: [event] }]
      bus.publish(groupsSubject, told)
    } else for (const member of to) bus.publish(liveSubject(member), [event])
  }
}
