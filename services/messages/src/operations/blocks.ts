import {
  directConversation,
  type InputOf,
  limits,
  type messages,
  type OutputOf,
  ParleyError,
} from '@parley/contracts'
import type { Room } from '../parts.ts'

const page = limits.page

export async function block(
  room: Room,
  { user }: InputOf<typeof messages.block>,
  actor: string,
): Promise<OutputOf<typeof messages.block>> {
  if (user === actor) throw new ParleyError('INVALID', 'You cannot block yourself.', { field: 'user' })
  const { blocks } = room.store
  await room.arranger.inTurn(actor, async () => {
    const known = await blocks.by(actor, limits.blocked)
    if (known.some(({ of }) => of === user)) return
    if (known.length >= limits.blocked) {
      const words = `You can block ${limits.blocked} people: unblock somebody first.`
      throw new ParleyError('CONFLICT', words, { field: 'user' })
    }
    await blocks.add([{ by: actor, of: user, at: room.now() }])
  })
  // Also where it was there already: who did it may not have come so far as to tell.
  await tell(room, actor, user)
  return {}
}

export async function unblock(
  room: Room,
  { user }: InputOf<typeof messages.unblock>,
  actor: string,
): Promise<OutputOf<typeof messages.unblock>> {
  await room.arranger.inTurn(actor, () => room.store.blocks.remove(actor, user))
  if (user !== actor) await tell(room, actor, user)
  return {}
}

export async function blocked({ store }: Room, actor: string): Promise<OutputOf<typeof messages.blocked>> {
  const found = await store.blocks.by(actor, limits.blocked)
  return { blocked: found.map(({ of, at }) => ({ user: of, at })) }
}

export async function closedOf(
  { store }: Room,
  { conversations }: InputOf<typeof messages.closedOf>,
): Promise<OutputOf<typeof messages.closedOf>> {
  return { conversations: [...(await store.blocks.closed(conversations))] }
}

export async function copyBlocks(
  { store }: Room,
  { after = '' }: InputOf<typeof messages.copyBlocks>,
): Promise<OutputOf<typeof messages.copyBlocks>> {
  const blocks = await store.blocks.inOrder(after, page)
  const last = blocks.at(-1)
  return { blocks, ...(last && blocks.length === page ? { next: `${last.by}:${last.of}` } : {}) }
}

export async function restoreBlocks(
  { store }: Room,
  { blocks }: InputOf<typeof messages.restoreBlocks>,
): Promise<OutputOf<typeof messages.restoreBlocks>> {
  await store.blocks.add(blocks)
  return {}
}

/** Gateways hide the two from one another, or show them again. */
async function tell({ blockTeller, makeId }: Room, user: string, other: string): Promise<void> {
  await blockTeller.tell({ conversation: directConversation(user, other), user, change: makeId() })
}
