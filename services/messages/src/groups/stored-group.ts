import { GroupHistory, Role } from '@parley/contracts'
import { type Static, Type } from 'typebox'
import type { GroupState } from './group-state.ts'

const Span = Type.Object({
  afterSeq: Type.Number(),
  afterN: Type.Number(),
  upToSeq: Type.Optional(Type.Number()),
  upToN: Type.Optional(Type.Number()),
})

/** A group's state as stores keep it. */
export const StoredGroup = Type.Object({
  conversation: Type.String(),
  seq: Type.Number(),
  n: Type.Number(),
  at: Type.Number(),
  name: Type.String(),
  about: Type.String(),
  history: GroupHistory,
  members: Type.Array(
    Type.Object({
      user: Type.String(),
      role: Role,
      since: Type.Object({ seq: Type.Number(), n: Type.Number() }),
      spans: Type.Array(Span),
    }),
  ),
  former: Type.Array(Type.Object({ user: Type.String(), spans: Type.Array(Span) })),
})
export type StoredGroup = Static<typeof StoredGroup>

export function storedGroup({ members, former, ...state }: GroupState): StoredGroup {
  return {
    ...state,
    members: [...members].map(([user, { role, since, spans }]) => ({ user, role, since, spans })),
    former: [...former].map(([user, spans]) => ({ user, spans })),
  }
}

export function groupStateOf({ members, former, ...stored }: StoredGroup): GroupState {
  return {
    ...stored,
    members: new Map(members.map(({ user, ...member }) => [user, member])),
    former: new Map(former.map(({ user, spans }) => [user, spans])),
  }
}

/** Who is to be let in and out of what is stored, when a group was stored as of the entry `from`. */
export function membersSince(group: GroupState, from: number) {
  return {
    joined: [...group.members].filter(([, { since }]) => since.seq > from),
    left: [...group.former.keys()],
  }
}
