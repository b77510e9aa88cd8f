import type { Role } from '@parley/contracts'
import type { PartyView } from '../model.ts'
import type { GroupView } from './model.ts'

export const roleWords: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' }

export const historyWords = {
  all: 'Newcomers can read all messages, also earlier ones.',
  joining: 'Newcomers can read only messages from then on.',
} as const

/** What stands for a group in the place of a picture: made from its name, in a colour of its own. */
export function groupPicture({ id, name }: Pick<GroupView, 'id' | 'name'>): PartyView {
  return { group: id, displayName: name }
}

/** Where the pages of a group begin. */
export function groupUrl({ id }: Pick<GroupView, 'id'>): string {
  return `/messages/group/${id}/`
}
