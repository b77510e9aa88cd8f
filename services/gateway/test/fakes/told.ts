import type { Bus } from '@parley/bus'
import { groupsSubject, type GroupTold, type LiveEvent, liveSubject } from '@parley/contracts'
import type { Log } from './log.ts'

/** Tells each of these people of something of a conversation: by their own subjects, or by that of groups. */
export function tellMembers(
  bus: Bus,
  { group }: Log,
  users: readonly string[],
  eventFor: (user: string) => LiveEvent,
): void {
  if (!group) {
    for (const user of users) bus.publish(liveSubject(user), [eventFor(user)])
    return
  }
  // Whoever gets the same is told together.
  const same = Map.groupBy(users, (user) => JSON.stringify(eventFor(user)))
  const told: GroupTold[] = [...same].map(([event, all]) => ({ users: all, events: [JSON.parse(event)] }))
  bus.publish(groupsSubject, told)
}
