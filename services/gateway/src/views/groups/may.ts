import type { Role } from '@parley/contracts'

/** Something that one member can do about another. */
export type MemberAction = 'make-admin' | 'make-member' | 'hand-over' | 'remove'

/** Whether somebody of this role changes the group, lets people in and makes invite links. */
export function mayManage(role: Role): boolean {
  return role !== 'member'
}

/** What somebody may do about another member. `messages` decides; this is so that nothing is offered in vain. */
export function actionsOn(viewer: Role, member: Role): MemberAction[] {
  if (viewer === 'member' || member === 'owner') return []
  if (viewer === 'admin') return member === 'admin' ? [] : ['remove']
  return [member === 'admin' ? 'make-member' : 'make-admin', 'hand-over', 'remove']
}
