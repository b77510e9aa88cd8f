import { randomUUID } from 'node:crypto'
import {
  type Entry,
  type GroupTold,
  groupsSubject,
  type LiveEvent,
  messages,
  type Role,
} from '@parley/contracts'
import { waitFor } from '@parley/testing'
import type { Test } from 'tap'
import type { Service } from './service.ts'

export const id = () => randomUUID()

/** What one does with groups, each with a client id of its own. */
export function inGroups({ call }: Service) {
  return {
    async make(names: string[], more: { history?: 'all' | 'joining'; name?: string } = {}) {
      const [owner = '', ...users] = names
      const input = { clientId: id(), name: 'Hikers', users, ...more }
      return (await call(messages.createGroup, input, owner)).conversation
    },
    add: (conversation: string, by: string, ...users: string[]) =>
      call(messages.addMembers, { conversation, clientId: id(), users }, by),
    remove: (conversation: string, by: string, user: string) =>
      call(messages.removeMember, { conversation, clientId: id(), user }, by),
    promote: (conversation: string, by: string, user: string, role: Role) =>
      call(messages.changeRole, { conversation, clientId: id(), user, role }, by),
    rolesOf: async (conversation: string, by: string) =>
      Object.fromEntries(
        (await call(messages.members, { conversation }, by)).members.map(({ user, role }) => [user, role]),
      ),
  }
}

export const textsOf = (entries: readonly Entry[]) => entries.map(({ text }) => text)

export function checkGapless(t: Test, entries: readonly Entry[], end: number): void {
  let last = 0
  for (const { seq, from = seq } of entries) {
    t.equal(from, last + 1)
    last = seq
  }
  t.equal(last, end)
}

/** What gateways are told for people of groups. */
export async function groupLive(t: Test, service: Service) {
  const told: GroupTold[] = []
  const subscription = await service.bus.subscribe(groupsSubject, (payload) => {
    told.push(...(payload as GroupTold[]))
  })
  t.teardown(() => subscription.close())
  const of = (user: string): LiveEvent[] =>
    told.flatMap(({ users, events }) => (users.includes(user) ? events : []))
  return {
    of,
    until: (user: string, what: string, isIt: (event: LiveEvent) => boolean) =>
      waitFor(() => of(user).find(isIt), { what: `${user} to be told ${what}` }),
  }
}
