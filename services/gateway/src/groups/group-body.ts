import {
  type Group,
  groupId,
  GroupHistory,
  type Invite,
  type Member,
  type Person,
  Role,
} from '@parley/contracts'
import { type Static, Type } from 'typebox'
import { isoTime } from '../rendering/iso-time.ts'

const Moment = Type.String({ format: 'date-time' })

/** A group as scripts get it on the simple routes. */
export const GroupBody = Type.Object({
  id: Type.String({ description: 'As it stands in addresses' }),
  name: Type.String(),
  about: Type.String(),
  history: GroupHistory,
  count: Type.Integer({ description: 'How many members it has' }),
  role: Role,
})
export type GroupBody = Static<typeof GroupBody>

export const MembersBody = Type.Interface([GroupBody], {
  members: Type.Array(Type.Object({ username: Type.String(), display_name: Type.String(), role: Role }), {
    description: 'Who is there longest comes first',
  }),
})

export const InviteBody = Type.Object({
  token: Type.String(),
  url: Type.String({ description: 'The whole address, to be given to others' }),
  by: Type.Union([Type.String(), Type.Null()], { description: 'The username of who made it' }),
  created_at: Moment,
  until: Type.Union([Moment, Type.Null()], { description: 'null: without an end' }),
  uses: Type.Union([Type.Integer(), Type.Null()], { description: 'How many it lets in; null: anybody' }),
  used: Type.Integer(),
})

export const InvitationBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  about: Type.String(),
  count: Type.Integer(),
  by: Type.Union([Type.String(), Type.Null()], { description: 'The username of who invites' }),
  until: Type.Union([Moment, Type.Null()]),
  is_member: Type.Boolean({ description: 'Whether one is in it already' }),
})

export function groupBody(conversation: string, { name, about, history, count, role }: Group): GroupBody {
  return { id: groupId(conversation), name, about, history, count, role }
}

export function membersBody(
  conversation: string,
  { group, members }: { group: Group; members: readonly Member[] },
  people: ReadonlyMap<string, Person>,
): Static<typeof MembersBody> {
  const listed = members.flatMap(({ user, role }) => {
    const person = people.get(user)
    return person ? [{ username: person.username, display_name: person.displayName, role }] : []
  })
  return { ...groupBody(conversation, group), members: listed }
}

export function inviteBody(
  { token, at, until, most, used }: Invite,
  { url, by }: { url: string; by: Person | undefined },
): Static<typeof InviteBody> {
  return {
    token,
    url,
    by: by?.username ?? null,
    created_at: isoTime(at),
    until: until === undefined ? null : isoTime(until),
    uses: most ?? null,
    used,
  }
}
