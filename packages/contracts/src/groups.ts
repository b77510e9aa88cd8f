import { type Static, Type } from 'typebox'
import { limits } from './limits.ts'
import { At, Seq, UserId } from './names.ts'
import { Text } from './text.ts'

/** The owner may do everything, admins everything but what concerns the owner or who is an admin, members write and leave. */
export const Role = Type.Union([Type.Literal('owner'), Type.Literal('admin'), Type.Literal('member')])
export type Role = Static<typeof Role>

export const GroupName = Text(1, limits.groupNameCharacters)
export const GroupAbout = Text(0, limits.groupAboutCharacters)

/** What newcomers see of what was written before they came: everything, or what comes from then on. */
export const GroupHistory = Type.Union([Type.Literal('all'), Type.Literal('joining')])
export type GroupHistory = Static<typeof GroupHistory>

/** What an entry of kind `members` says: what is left out stays. The first entry of a group has all of it. */
export const GroupChange = Type.Object({
  name: Type.Optional(Type.String()),
  about: Type.Optional(Type.String()),
  history: Type.Optional(GroupHistory),
  /** Whose role becomes another; null: who is no member any more. */
  members: Type.Optional(
    Type.Array(
      Type.Object({
        user: UserId,
        role: Type.Union([Role, Type.Null()]),
        /** What they were until then; left out for whoever was no member. */
        was: Type.Optional(Role),
      }),
    ),
  ),
  /** They came by an invitation instead of being added. */
  invited: Type.Optional(Type.Literal(true)),
})
export type GroupChange = Static<typeof GroupChange>

/** A group as one of its members finds it. */
export const Group = Type.Object({
  name: Type.String(),
  about: Type.String(),
  history: GroupHistory,
  /** How many members it has. */
  count: Seq,
  /** The asking member's. */
  role: Role,
  /** The seq of the last entry that changed any of this: of two, the greater one holds. */
  seq: Seq,
})
export type Group = Static<typeof Group>

export const Member = Type.Object({
  user: UserId,
  role: Role,
  /** Of the entry that let them in: their pointers begin there. */
  since: Seq,
})
export type Member = Static<typeof Member>

/** A way into a group for whoever knows its token. */
export const Invite = Type.Object({
  token: Type.String(),
  by: UserId,
  at: At,
  /** From then on it lets nobody in; without it, it has no end. */
  until: Type.Optional(At),
  /** How many it lets in; without it, as many as the group takes. */
  most: Type.Optional(Seq),
  used: Seq,
})
export type Invite = Static<typeof Invite>
