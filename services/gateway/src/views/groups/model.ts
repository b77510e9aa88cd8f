import type { GroupHistory, Role } from '@parley/contracts'
import type { PersonView } from '../model.ts'

/** A group as one of its members finds it. */
export interface GroupView {
  /** As it stands in addresses. */
  id: string
  name: string
  about: string
  history: GroupHistory
  count: number
  /** The viewer's. */
  role: Role
}

/** Why a form was refused, by its fields; `form` is for the form as a whole. */
export type GroupErrors = Partial<
  Record<'name' | 'about' | 'history' | 'people' | 'expires' | 'uses' | 'form', string>
>

/** Somebody who was named in a form. */
export interface PickedPerson {
  username: string
  /** Left out where nobody is known by that username. */
  displayName?: string | undefined
  /** There is nobody by that username. */
  unknown?: boolean
}

/** What stands in the fields that describe a group: as it is, or what was refused. */
export interface GroupFields {
  name: string
  about: string
  history: string
}

export interface NewGroupView extends GroupFields {
  people: readonly PickedPerson[]
  errors: GroupErrors
  /** Made anew for each page, so that a form sent twice is one group. */
  clientId: string
}

export interface MemberView {
  person: PersonView
  role: Role
  isViewer: boolean
}

/** What was just done. */
export type GroupDone = 'saved' | 'added' | 'removed' | 'role' | 'owner'

export interface GroupAboutView {
  group: GroupView
  /** What stands in the form, where the viewer may change it. */
  fields: GroupFields
  /** Who is to be added, where that was refused. */
  people: readonly PickedPerson[]
  errors: GroupErrors
  done?: GroupDone | undefined
  /** One page of those whom the query finds. */
  members: readonly MemberView[]
  query: string
  previousPage: number | null
  nextPage: number | null
}

/** Asks once more before somebody leaves. */
export interface LeaveGroupView {
  group: GroupView
  /** Who owns the group then, where it is the owner who leaves; null: nobody is left. */
  heir?: PersonView | null | undefined
  problem?: string | undefined
}

/** Asks once more before a group is handed over. */
export interface HandOverView {
  group: GroupView
  person: PersonView
}

export interface InviteView {
  token: string
  /** The whole address, to be given to others. */
  url: string
  by: PersonView | undefined
  until?: string | undefined
  most?: number | undefined
  used: number
}

export interface InvitesView {
  group: GroupView
  invites: readonly InviteView[]
  expires: string
  uses: string
  errors: GroupErrors
  done?: 'made' | 'ended' | undefined
  clientId: string
}

/** What somebody is invited to. */
export interface JoinView {
  token: string
  /** As it stands in addresses. */
  id: string
  name: string
  about: string
  count: number
  by: PersonView | undefined
  until?: string | undefined
  problem?: string | undefined
}
