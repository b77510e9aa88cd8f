import { isGroup } from '@parley/contracts/group-ids'

/** A server lists this many conversations at most; fewer are all there are. */
const mostListed = 1_000

/** Whether somebody is in a group no more, by a list of all their conversations: they may have been removed while away. */
export function isMissing(conversation: string, listed: readonly { conversation: string }[]): boolean {
  if (!isGroup(conversation) || listed.length >= mostListed) return false
  return !listed.some((one) => one.conversation === conversation)
}
