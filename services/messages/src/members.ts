import { directMembers, type Group, isGroup, limits, ParleyError } from '@parley/contracts'
import type { GroupState } from './groups/group-state.ts'
import type { Groups } from './groups/groups.ts'
import { everything, type Sight, sightOf } from './groups/sight.ts'
import type { LogEnds } from './log/log-ends.ts'

/** What somebody is in a conversation. */
export interface Membership {
  sight: Sight
  /** Of a group, as it is now. */
  state?: GroupState
}

/** Of whose pointers a member is told with a conversation: everybody's (undefined), or in a large group the member's own. */
export function pointersAskedFor({ state }: Membership, user: string): string | undefined {
  return state && state.members.size > limits.receiptMembers ? user : undefined
}

const ofTwo: Membership = { sight: everything }

/** The two of a one-to-one conversation; nobody, where there can be no such conversation. */
export function twoOf(conversation: string): readonly string[] {
  return directMembers(conversation) ?? []
}

/** Tells who belongs to which conversation. */
export class Members {
  readonly #groups: Groups
  readonly #ends: LogEnds
  readonly #isInformed: () => boolean

  /** @param parts.isInformed whether what other instances write is known here */
  constructor(parts: { groups: Groups; ends: LogEnds; isInformed: () => boolean }) {
    this.#groups = parts.groups
    this.#ends = parts.ends
    this.#isInformed = parts.isInformed
  }

  /**
   * What a person is in a conversation, by all that was acknowledged before.
   * @throws ParleyError NOT_FOUND for everyone who is not a member, so that nobody learns what there is; UNAVAILABLE
   */
  async require(conversation: string, user: string): Promise<Membership> {
    if (!isGroup(conversation)) {
      if (twoOf(conversation).includes(user)) return ofTwo
      throw new ParleyError('NOT_FOUND')
    }
    const state = await this.groupOf(conversation)
    const member = state?.members.get(user)
    if (!state || !member) throw new ParleyError('NOT_FOUND')
    return { sight: sightOf(member.spans), state }
  }

  /** A group as it is now. */
  async groupOf(conversation: string): Promise<GroupState | undefined> {
    const known = this.#isInformed() ? this.#ends.known(conversation) : undefined
    const { g = 0 } = known ?? (await this.#ends.refresh(conversation))
    return g === 0 ? undefined : await this.#groups.atLeast(conversation, g)
  }
}

/** A group as one of its members finds it. */
export function groupFor(state: GroupState, user: string): Group {
  const { name, about, history, members, seq } = state
  return { name, about, history, count: members.size, role: members.get(user)?.role ?? 'member', seq }
}
