import { type Group, limits, ParleyError, type Role } from '@parley/contracts'

export interface FakeGroup {
  conversation: string
  name: string
  about: string
  history: Group['history']
  /** In the order in which they came. */
  members: Map<string, Role>
  seq: number
}

export function roleAt(index: number, admins: number): Role {
  if (index === 0) return 'owner'
  return index <= admins ? 'admin' : 'member'
}

export function heirOf({ members }: FakeGroup): string | undefined {
  const others = [...members].filter(([, role]) => role !== 'owner')
  return (others.find(([, role]) => role === 'admin') ?? others[0])?.[0]
}

export function requireRoom({ members }: FakeGroup, more: number): void {
  if (members.size + more <= limits.groupMembers) return
  throw new ParleyError('CONFLICT', 'A group takes up to 1,000 people.', { field: 'users' })
}
