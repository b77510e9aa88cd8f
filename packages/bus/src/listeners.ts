import { isPattern, subjectMatcher } from './subject.ts'

/** One who listens to a subject; members of a `queue` take turns. */
export interface Listener<Frame> {
  subject: string
  queue: string | undefined
  deliver: (frame: Frame) => void
}

interface Group<Frame> {
  members: Listener<Frame>[]
  turn: number
}

/** All who listen to one subject or pattern. */
interface Audience<Frame> {
  matches: (subject: string) => boolean
  singles: Set<Listener<Frame>>
  groups: Map<string, Group<Frame>>
}

/** Who listens to what, in one process: a literal subject costs one look-up, patterns are tried one by one. */
export class Listeners<Frame> {
  #literals = new Map<string, Audience<Frame>>()
  #patterns = new Map<string, Audience<Frame>>()

  add(listener: Listener<Frame>): void {
    const audiences = this.#audiences(listener.subject)
    let audience = audiences.get(listener.subject)
    if (!audience) {
      audience = { matches: subjectMatcher(listener.subject), singles: new Set(), groups: new Map() }
      audiences.set(listener.subject, audience)
    }
    if (listener.queue === undefined) audience.singles.add(listener)
    else {
      const group = audience.groups.get(listener.queue)
      if (group) group.members.push(listener)
      else audience.groups.set(listener.queue, { members: [listener], turn: 0 })
    }
  }

  delete(listener: Listener<Frame>): void {
    const audiences = this.#audiences(listener.subject)
    const audience = audiences.get(listener.subject)
    if (!audience) return
    audience.singles.delete(listener)
    const group = listener.queue === undefined ? undefined : audience.groups.get(listener.queue)
    if (group && listener.queue !== undefined) {
      group.members = group.members.filter((member) => member !== listener)
      if (group.members.length === 0) audience.groups.delete(listener.queue)
    }
    if (audience.singles.size === 0 && audience.groups.size === 0) audiences.delete(listener.subject)
  }

  /** Calls `visit` for each who is to get a message of this subject; returns how many. */
  each(subject: string, visit: (listener: Listener<Frame>) => void): number {
    const literal = this.#literals.get(subject)
    let count = literal ? visitAudience(literal, visit) : 0
    for (const audience of this.#patterns.values()) {
      if (audience.matches(subject)) count += visitAudience(audience, visit)
    }
    return count
  }

  #audiences(subject: string): Map<string, Audience<Frame>> {
    return isPattern(subject) ? this.#patterns : this.#literals
  }
}

function visitAudience<Frame>(audience: Audience<Frame>, visit: (listener: Listener<Frame>) => void): number {
  for (const listener of audience.singles) visit(listener)
  for (const group of audience.groups.values()) {
    const member = group.members[group.turn++ % group.members.length]
    if (member) visit(member)
  }
  return audience.singles.size + audience.groups.size
}
