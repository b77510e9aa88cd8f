import {
  forever,
  type InputOf,
  isArchived,
  isMarkedUnread,
  isMuted,
  isPinned,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import { ownOf, pointerOf } from '../heads/conversations.ts'
import type { Room } from '../parts.ts'
import type { OwnChange, StoredConversation } from '../store/store.ts'

type Input = InputOf<typeof messages.arrange>

export async function arrange(
  room: Room,
  input: Input,
  actor: string,
): Promise<OutputOf<typeof messages.arrange>> {
  const { conversation, pinned, archived } = input
  await room.members.require(conversation, actor)
  if (pinned && archived)
    throw new ParleyError('INVALID', 'What is archived cannot be pinned.', { field: 'pinned' })
  await room.log.ready()
  return await room.arranger.inTurn(actor, async () => {
    await room.groups.settled(conversation)
    const found = await room.conversations.one(conversation, actor)
    if (found.head.seq === 0) throw new ParleyError('NOT_FOUND')
    if (pinned && !isPinned(ownOf(found, actor))) await requireRoomToPin(room, actor)
    const change = changeOf(input, { actor, found, now: room.now() })
    const { conversation: _, user: _user, ...fields } = change
    const known = ownOf(found, actor) ?? { revision: 0 }
    return Object.keys(fields).length > 0 ? await room.arranger.arrange(change, found.head) : known
  })
}

/** For who reads on without any news: a mark that was not passed by the pointer ends too. */
export async function unmark(room: Room, conversation: string, actor: string): Promise<void> {
  await room.arranger.inTurn(actor, async () => {
    const found = await room.conversations.one(conversation, actor)
    if (!isMarkedUnread(ownOf(found, actor), pointerOf(found, actor))) return
    await room.arranger.arrange({ conversation, user: actor, markedSeq: null }, found.head)
  })
}

async function requireRoomToPin(room: Room, user: string): Promise<void> {
  const pinned = await room.store.conversationsOf(user, { limit: limits.pinned, place: 'pinned' })
  if (pinned.length < limits.pinned) return
  const words = `You can pin ${limits.pinned} conversations: unpin another one first.`
  throw new ParleyError('CONFLICT', words, { field: 'pinned' })
}

/** What is so already is left out, so that a request which is repeated changes nothing. */
function changeOf(
  { conversation, pinned, archived, mute, unread }: Input,
  { actor, found, now }: { actor: string; found: StoredConversation; now: number },
): OwnChange {
  const own = ownOf(found, actor)
  const pointer = pointerOf(found, actor)
  const wasArchived = isArchived(own, found.head)
  const isToBeArchived = archived ?? (pinned ? false : wasArchived)
  const isToBePinned = pinned ?? (archived ? false : isPinned(own))
  const change: OwnChange = { conversation, user: actor }
  if (isToBePinned !== isPinned(own)) change.pinned = isToBePinned || null
  if (mute === 'off' && isMuted(own, now)) change.mutedUntil = null
  const isForEver = mute === 'always' || mute === 'mentions'
  if (isForEver && own?.mutedUntil !== forever) change.mutedUntil = forever
  const hears = mute === undefined ? own?.hearsMentions : mute === 'mentions'
  if ((hears ?? false) !== (own?.hearsMentions ?? false)) change.hearsMentions = hears || null
  if (typeof mute === 'number') change.mutedUntil = now + mute
  // What came while it was muted does not bring it back later on, and what has come since is no reason to hide it again.
  const isChanged = isToBeArchived !== wasArchived || change.mutedUntil !== undefined
  if (isChanged && isToBeArchived) change.archivedN = found.head.n
  if (isChanged && !isToBeArchived && own?.archivedN !== undefined) change.archivedN = null
  if (unread === true && !isMarkedUnread(own, pointer)) change.markedSeq = pointer.readSeq
  if (unread === false && own?.markedSeq !== undefined) change.markedSeq = null
  return change
}
