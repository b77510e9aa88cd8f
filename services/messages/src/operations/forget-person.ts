import { isGroup, ParleyError } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { removeMember } from './groups/change-group.ts'

const page = 200
const clientId = 'account-deleted'

/**
 * What becomes of somebody who has deleted their account: nobody writes with them any more, their groups they leave, and
 * how they had arranged their conversations and whom they blocked is gone. What they wrote stays. Done again, or on from
 * where it was cut off, it comes to the same. @throws ParleyError UNAVAILABLE
 */
export async function forgetPerson(room: Room, user: string): Promise<void> {
  await room.log.ready()
  await room.store.blocks.close(user, room.now())
  for (const conversation of await groupsOf(room, user)) await leave(room, conversation, user)
  await room.store.forgetOwns(user)
}

async function groupsOf({ conversations }: Room, user: string): Promise<string[]> {
  const groups: string[] = []
  let before: number | undefined
  for (;;) {
    const found = await conversations.listed(user, { before, limit: page, place: 'all' })
    groups.push(...found.conversations.map(({ conversation }) => conversation).filter(isGroup))
    before = found.conversations.at(-1)?.head.at
    if (!found.more || before === undefined) return groups
  }
}

async function leave(room: Room, conversation: string, user: string): Promise<void> {
  try {
    await removeMember(room, { conversation, clientId, user }, user)
  } catch (error) {
    // No member any more.
    if (!(error instanceof ParleyError) || error.code !== 'NOT_FOUND') throw error
  }
}
