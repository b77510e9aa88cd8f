import type { GroupTold, LiveEvent } from '@parley/contracts'
import type { KnownGroups } from '../groups/known-groups.ts'
import type { GroupUnread } from './group-unread.ts'
import type { Hub } from './hub.ts'
import { liveEvents } from './live-delivery.ts'

/** Kinds of entries that a count depends on. */
const counted: ReadonlySet<string> = new Set(['message', 'delete', 'members'])

export interface GroupRelayParts {
  hub: Pick<Hub, 'roomWith'>
  groups: Pick<KnownGroups, 'forget'>
  unread: Pick<GroupUnread, 'add'>
}

/** Takes what is told of groups to all gateways, and passes it to those of their members who are here. */
export class GroupRelay {
  readonly #parts: GroupRelayParts

  constructor(parts: GroupRelayParts) {
    this.#parts = parts
  }

  take(payload: unknown): void {
    for (const told of toldOf(payload)) this.#pass(told)
  }

  #pass({ users, events }: GroupTold): void {
    for (const event of events) if (isOfMembers(event)) this.#parts.groups.forget(event.entry.conversation)
    const isCounted = events.some((event) => event.type === 'entry' && counted.has(event.entry.kind))
    for (const user of users) {
      const room = this.#parts.hub.roomWith(user)
      if (!room) continue
      room.takeEvents(events)
      if (isCounted) this.#parts.unread.add(user)
    }
  }
}

function isOfMembers(event: LiveEvent): event is Extract<LiveEvent, { type: 'entry' }> {
  return event.type === 'entry' && event.entry.kind === 'members'
}

/** What this version does not understand is left out. */
function toldOf(payload: unknown): GroupTold[] {
  if (!Array.isArray(payload)) return []
  return payload.flatMap((told: unknown) => {
    if (typeof told !== 'object' || told === null || !('users' in told) || !('events' in told)) return []
    if (!Array.isArray(told.users)) return []
    const users = told.users.filter((user): user is string => typeof user === 'string')
    return [{ users, events: liveEvents(told.events) }]
  })
}
