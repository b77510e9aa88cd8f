import { Type } from 'typebox'
import {
  addMembers,
  changeGroup,
  changeRole,
  createGroup,
  createInvite,
  endInvite,
  invitation,
  invites,
  join,
  members,
  removeMember,
} from './messages-groups.ts'
import { Seq } from './names.ts'

/** The operations about groups that a client may ask for, by their names. */
export const groupOperations = {
  createGroup,
  changeGroup,
  addMembers,
  removeMember,
  changeRole,
  members,
  createInvite,
  invites,
  endInvite,
  invitation,
  join,
}
export type GroupOperations = typeof groupOperations
export type GroupOperation = keyof GroupOperations

export function isGroupOperation(name: string): name is GroupOperation {
  return Object.hasOwn(groupOperations, name)
}

/** Asks for one of the operations about groups. The answer's body is what that operation answers. */
export const Group = Type.Object({
  type: Type.Literal('group'),
  id: Seq,
  operation: Type.String({ maxLength: 20 }),
  input: Type.Object({}),
})
