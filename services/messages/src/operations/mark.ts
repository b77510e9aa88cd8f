import type { InputOf, messages, OutputOf } from '@parley/contracts'
import type { Room } from '../parts.ts'
import { pointerOf } from '../heads/conversations.ts'
import { unmark } from './arrange.ts'

export async function markRead(
  room: Room,
  { conversation, seq }: InputOf<typeof messages.markRead>,
  actor: string,
): Promise<OutputOf<typeof messages.markRead>> {
  await room.members.require(conversation, actor)
  const mayStand = room.pointers.mayStand(conversation, actor, seq)
  const pointer = await room.pointers.read(conversation, actor, seq)
  if (mayStand) await unmark(room, conversation, actor)
  return pointer.readSeq > 0 ? pointer : pointerOf(await room.conversations.one(conversation, actor), actor)
}

export async function markDelivered(
  room: Room,
  { pointers }: InputOf<typeof messages.markDelivered>,
  actor: string,
): Promise<OutputOf<typeof messages.markDelivered>> {
  for (const { conversation } of pointers) await room.members.require(conversation, actor)
  await Promise.all(
    pointers.map(({ conversation, seq }) => room.pointers.delivered(conversation, actor, seq)),
  )
  return {}
}
