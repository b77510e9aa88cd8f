import { directMembers, ParleyError } from '@parley/contracts'

/** Who belongs to a conversation; nobody, where there can be no such conversation. */
export function membersOf(conversation: string): readonly string[] {
  return directMembers(conversation) ?? []
}

/** @throws ParleyError NOT_FOUND for everyone who is not a member, so that nobody learns what there is */
export function requireMember(conversation: string, user: string): void {
  if (!membersOf(conversation).includes(user)) throw new ParleyError('NOT_FOUND')
}
