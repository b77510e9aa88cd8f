import type { InputOf, messages, OutputOf } from '@parley/contracts'
import type { Room } from '../parts.ts'

export async function unread(room: Room, actor: string): Promise<OutputOf<typeof messages.unread>> {
  await room.log.ready()
  const [found] = await room.unread.ofPeople([actor])
  return found ?? { user: actor, count: 0, messages: [] }
}

export async function unreadOf(
  room: Room,
  { users }: InputOf<typeof messages.unreadOf>,
): Promise<OutputOf<typeof messages.unreadOf>> {
  await room.log.ready()
  return { people: await room.unread.ofPeople(users) }
}
