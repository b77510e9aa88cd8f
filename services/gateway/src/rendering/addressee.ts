import { directMembers, groupId, isGroup, type Person } from '@parley/contracts'
import type { Addressee } from '../views/chat-address.ts'

/** By which address a viewer finds a conversation; undefined where the other person is not known. */
export function addresseeOf(
  conversation: string,
  viewer: string,
  people: ReadonlyMap<string, Person>,
): Addressee | undefined {
  if (isGroup(conversation)) return { group: groupId(conversation) }
  const peer = directMembers(conversation)?.find((member) => member !== viewer)
  const username = people.get(peer ?? '')?.username
  return username === undefined ? undefined : { username }
}
