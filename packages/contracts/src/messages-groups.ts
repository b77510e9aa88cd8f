import { Type } from 'typebox'
import { Entry, Pointer } from './entries.ts'
import { Group, GroupAbout, GroupHistory, GroupName, Invite, Member, Role } from './groups.ts'
import { limits } from './limits.ts'
import { At, ClientId, ConversationId, InviteToken, Seq, UserId } from './names.ts'
import { operation } from './operation.ts'

const closed = { additionalProperties: false }
const inGroup = { conversation: ConversationId, clientId: ClientId }

/**
 * What changes a group is answered when durable, with the entry that says so; without one where nothing was to be changed.
 * To be repeated with the same client id. Whoever is no member finds no group (NOT_FOUND), who may not: FORBIDDEN.
 */
const changed = Type.Object({ entry: Type.Optional(Entry) })

/** Makes a group with the acting person as its owner, and others as members. The same client id makes the same group. */
export const createGroup = operation({
  owner: 'messages',
  name: 'createGroup',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/groups',
  summary: 'Make a group',
  input: Type.Object(
    {
      clientId: ClientId,
      name: GroupName,
      about: Type.Optional(GroupAbout),
      history: Type.Optional(GroupHistory),
      users: Type.Array(UserId, { maxItems: limits.groupMembers - 1 }),
    },
    closed,
  ),
  output: Type.Object({ conversation: ConversationId, entry: Entry }),
  errors: ['INVALID', 'CONFLICT', 'UNAVAILABLE'],
})

/** Names or describes a group, or decides what newcomers see from now on. For its owner and admins. */
export const changeGroup = operation({
  owner: 'messages',
  name: 'changeGroup',
  actsFor: 'person',
  method: 'PATCH',
  path: '/v1/groups/:conversation',
  summary: 'Rename or describe a group',
  affinity: 'conversation',
  input: Type.Object(
    {
      ...inGroup,
      name: Type.Optional(GroupName),
      about: Type.Optional(GroupAbout),
      history: Type.Optional(GroupHistory),
    },
    closed,
  ),
  output: changed,
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/** Lets people in, by the owner or an admin. Who is a member already stays one. Above 1,000 members: CONFLICT, field `users`. */
export const addMembers = operation({
  owner: 'messages',
  name: 'addMembers',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/groups/:conversation/members',
  summary: 'Add people to a group',
  affinity: 'conversation',
  input: Type.Object(
    { ...inGroup, users: Type.Array(UserId, { minItems: 1, maxItems: limits.groupMembers - 1 }) },
    closed,
  ),
  output: changed,
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/**
 * Takes a person out of a group: oneself always, members by admins, admins by the owner. An owner who leaves hands the
 * group over to the admin, else the member, who is there longest.
 */
export const removeMember = operation({
  owner: 'messages',
  name: 'removeMember',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/groups/:conversation/members/:user',
  summary: 'Remove somebody from a group, or leave it',
  affinity: 'conversation',
  input: Type.Object({ ...inGroup, user: UserId }, closed),
  output: changed,
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/** Makes members admins or admins members, by the owner. Whom the owner makes the owner takes over; the one before is an admin then. */
export const changeRole = operation({
  owner: 'messages',
  name: 'changeRole',
  actsFor: 'person',
  method: 'PATCH',
  path: '/v1/groups/:conversation/members/:user',
  summary: 'Change what a member may do',
  affinity: 'conversation',
  input: Type.Object({ ...inGroup, user: UserId, role: Role }, closed),
  output: changed,
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/** A group, who is in it (longest first), and how far each has received and read. */
export const members = operation({
  owner: 'messages',
  name: 'members',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/groups/:conversation/members',
  summary: 'List the members of a group',
  input: Type.Object({ conversation: ConversationId }, closed),
  output: Type.Object({ group: Group, members: Type.Array(Member), pointers: Type.Array(Pointer) }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/**
 * Makes a way into a group, by the owner or an admin: for a time (`forMs`), for so many people (`most`), or without such
 * a bound. The same client id makes the same one. More than 20 in one group: CONFLICT.
 */
export const createInvite = operation({
  owner: 'messages',
  name: 'createInvite',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/groups/:conversation/invites',
  summary: 'Make an invite link',
  affinity: 'conversation',
  input: Type.Object(
    {
      ...inGroup,
      forMs: Type.Optional(Type.Integer({ minimum: 60_000, maximum: limits.muteMs })),
      most: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.groupMembers })),
    },
    closed,
  ),
  output: Type.Object({ invite: Invite }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UNAVAILABLE'],
})

/** The invites of a group that still let people in, the newest first. For its owner and admins. */
export const invites = operation({
  owner: 'messages',
  name: 'invites',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/groups/:conversation/invites',
  summary: 'List invite links',
  input: Type.Object({ conversation: ConversationId }, closed),
  output: Type.Object({ invites: Type.Array(Invite) }),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'UNAVAILABLE'],
})

/** Ends an invite: it lets nobody in any more. Of one that is not there nothing is said. */
export const endInvite = operation({
  owner: 'messages',
  name: 'endInvite',
  actsFor: 'person',
  method: 'DELETE',
  path: '/v1/groups/:conversation/invites/:token',
  summary: 'End an invite link',
  affinity: 'conversation',
  input: Type.Object({ conversation: ConversationId, token: InviteToken }, closed),
  output: Type.Object({}),
  errors: ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'UNAVAILABLE'],
})

/** What somebody who holds an invite is invited to; NOT_FOUND once it lets nobody in. */
export const invitation = operation({
  owner: 'messages',
  name: 'invitation',
  actsFor: 'person',
  method: 'GET',
  path: '/v1/invitations/:token',
  summary: 'Look at an invitation',
  input: Type.Object({ token: InviteToken }, closed),
  output: Type.Object({
    conversation: ConversationId,
    name: Type.String(),
    about: Type.String(),
    count: Seq,
    by: UserId,
    until: Type.Optional(At),
    /** Whether the acting person is in it already. */
    isMember: Type.Boolean(),
  }),
  errors: ['INVALID', 'NOT_FOUND', 'UNAVAILABLE'],
})

/** Joins the group of an invite. Who is a member already stays one, and uses nothing up. A full group: CONFLICT. */
export const join = operation({
  owner: 'messages',
  name: 'join',
  actsFor: 'person',
  method: 'POST',
  path: '/v1/invitations/:token',
  summary: 'Join a group by an invitation',
  input: Type.Object({ token: InviteToken, clientId: ClientId }, closed),
  output: Type.Object({ conversation: ConversationId, entry: Type.Optional(Entry) }),
  errors: ['INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})
