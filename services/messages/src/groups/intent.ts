import {
  type GroupChange,
  type GroupHistory,
  isBlank,
  limits,
  ParleyError,
  type Role,
} from '@parley/contracts'
import { type GroupState, ownerOf } from './group-state.ts'

/** What somebody wants to become of a group. What it comes to depends on the group as it is when it is written. */
export type GroupIntent =
  | { type: 'create'; name: string; about: string; history: GroupHistory; users: readonly string[] }
  | {
      type: 'change'
      name?: string | undefined
      about?: string | undefined
      history?: GroupHistory | undefined
    }
  | { type: 'add'; users: readonly string[] }
  | { type: 'join' }
  | { type: 'remove'; user: string }
  | { type: 'role'; user: string; role: Role }

/**
 * What an intent comes to; undefined where nothing is to be changed.
 * @throws ParleyError NOT_FOUND for everybody who is no member, FORBIDDEN, INVALID, CONFLICT
 */
export function decide(
  state: GroupState | undefined,
  by: string,
  intent: GroupIntent,
): GroupChange | undefined {
  const change = changeFor(state, by, intent)
  if (!change?.members) return change
  const members = change.members.map((member) => {
    const was = state?.members.get(member.user)?.role
    return was === undefined ? member : { ...member, was }
  })
  return { ...change, members }
}

function changeFor(state: GroupState | undefined, by: string, intent: GroupIntent): GroupChange | undefined {
  if (intent.type === 'create') return creation(state, by, intent)
  if (!state) throw new ParleyError('NOT_FOUND')
  if (intent.type === 'join') return joining(state, by)
  const role = state.members.get(by)?.role
  if (!role) throw new ParleyError('NOT_FOUND')
  switch (intent.type) {
    case 'change':
      return changing(state, role, intent)
    case 'add':
      return adding(state, role, intent.users)
    case 'remove':
      return removing(state, { by, role, user: intent.user })
    case 'role':
      return promoting(state, { by, role, user: intent.user, wanted: intent.role })
  }
}

function creation(
  state: GroupState | undefined,
  by: string,
  { name, about, history, users }: Extract<GroupIntent, { type: 'create' }>,
): GroupChange {
  if (state) throw new ParleyError('CONFLICT')
  requireName(name)
  const others = [...new Set(users)].filter((user) => user !== by)
  const members = [by, ...others].map((user, i) => ({
    user,
    role: i === 0 ? ('owner' as const) : ('member' as const),
  }))
  return { name: name.trim(), about: about.trim(), history, members }
}

function changing(
  state: GroupState,
  role: Role,
  intent: Extract<GroupIntent, { type: 'change' }>,
): GroupChange | undefined {
  requireAdmin(role, 'change the group')
  if (intent.name !== undefined) requireName(intent.name)
  const change: GroupChange = {}
  const [name, about] = [intent.name?.trim(), intent.about?.trim()]
  if (name !== undefined && name !== state.name) change.name = name
  if (about !== undefined && about !== state.about) change.about = about
  if (intent.history !== undefined && intent.history !== state.history) change.history = intent.history
  return Object.keys(change).length > 0 ? change : undefined
}

function adding(state: GroupState, role: Role, users: readonly string[]): GroupChange | undefined {
  requireAdmin(role, 'add people')
  const added = [...new Set(users)].filter((user) => !state.members.has(user))
  requireRoom(state, added.length)
  return added.length > 0 ? { members: added.map((user) => ({ user, role: 'member' })) } : undefined
}

function joining(state: GroupState, user: string): GroupChange | undefined {
  if (state.members.has(user)) return undefined
  // Nobody is left to have invited anybody.
  if (state.members.size === 0) throw new ParleyError('NOT_FOUND')
  requireRoom(state, 1)
  return { members: [{ user, role: 'member' }], invited: true }
}

function removing(
  state: GroupState,
  { by, role, user }: { by: string; role: Role; user: string },
): GroupChange | undefined {
  if (user === by) {
    const heir = role === 'owner' ? heirOf(state) : undefined
    return { members: [{ user, role: null }, ...(heir ? [{ user: heir, role: 'owner' as const }] : [])] }
  }
  const theirs = state.members.get(user)?.role
  if (!theirs) return undefined
  requireAdmin(role, 'remove people')
  if (theirs === 'owner' || (theirs === 'admin' && role !== 'owner'))
    throw new ParleyError('FORBIDDEN', 'Only the owner can remove an admin.', { field: 'user' })
  return { members: [{ user, role: null }] }
}

function promoting(
  state: GroupState,
  { by, role, user, wanted }: { by: string; role: Role; user: string; wanted: Role },
): GroupChange | undefined {
  const theirs = state.members.get(user)?.role
  if (!theirs) throw new ParleyError('INVALID', 'This person is no member of the group.', { field: 'user' })
  if (theirs === wanted) return undefined
  if (role !== 'owner')
    throw new ParleyError('FORBIDDEN', 'Only the owner of a group can change what people may do.')
  if (user === by)
    throw new ParleyError('INVALID', 'A group needs an owner: make somebody else the owner.', {
      field: 'user',
    })
  if (wanted !== 'owner') return { members: [{ user, role: wanted }] }
  return {
    members: [
      { user, role: 'owner' },
      { user: by, role: 'admin' },
    ],
  }
}

/** Who owns a group after its owner: the admin, else the member, who is there longest. */
export function heirOf(state: GroupState): string | undefined {
  const owner = ownerOf(state)
  const others = [...state.members].filter(([user]) => user !== owner)
  return (others.find(([, { role }]) => role === 'admin') ?? others[0])?.[0]
}

function requireAdmin(role: Role, what: string): void {
  if (role === 'member')
    throw new ParleyError('FORBIDDEN', `Only the owner and admins of a group can ${what}.`)
}

function requireName(name: string): void {
  if (isBlank(name)) throw new ParleyError('INVALID', 'A group needs a name.', { field: 'name' })
}

function requireRoom({ members }: GroupState, more: number): void {
  if (members.size + more <= limits.groupMembers) return
  const words = `A group takes up to ${limits.groupMembers.toLocaleString('en')} people.`
  throw new ParleyError('CONFLICT', words, { field: 'users' })
}
