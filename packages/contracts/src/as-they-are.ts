import type { Entry, Reaction } from './entries.ts'
import { limits } from './limits.ts'

/**
 * A message after an entry that changes it; the message itself where it does not: because it is of another message, older
 * than what the message shows, or behind a deletion. Whoever applies entries in the order of the log ends with what they
 * say, also if the message was read when some of them were in it already.
 */
export function changedBy(message: Entry, change: Entry): Entry {
  if (change.of !== message.n || change.conversation !== message.conversation) return message
  if (change.kind === 'delete') return deletedBy(message, change)
  if (message.deleted) return message
  if (change.kind === 'pin' || change.kind === 'unpin') return pinnedBy(message, change)
  if (change.text === undefined) return message
  if (change.kind === 'edit') return editedBy(message, change, change.text)
  if (change.kind !== 'react' && change.kind !== 'unreact') return message
  const { reactions: _, ...rest } = message
  const reactions = reactionsAfter(message.reactions ?? [], change, change.text)
  return reactions.length > 0 ? { ...rest, reactions } : rest
}

/** Messages as they are now, from how they were written and all that changed them since, in any order. */
export function asTheyAre(messages: readonly Entry[], changes: readonly Entry[]): Entry[] {
  if (changes.length === 0) return [...messages]
  const changesOf = Map.groupBy(
    changes.toSorted((one, other) => one.seq - other.seq),
    ({ of }) => of,
  )
  return messages.map((message) => (changesOf.get(message.n) ?? []).reduce(changedBy, message))
}

function deletedBy(message: Entry, { seq, at, by }: Entry): Entry {
  if (message.deleted && message.deleted.seq <= seq) return message
  const { text: _, edited: __, reactions: ___, pinned: ____, ...rest } = message
  return { ...rest, deleted: { seq, at, by } }
}

function editedBy(message: Entry, { seq, at }: Entry, text: string): Entry {
  return seq > (message.edited?.seq ?? 0) ? { ...message, text, edited: { seq, at } } : message
}

function pinnedBy(message: Entry, { kind, seq, at, by }: Entry): Entry {
  const { pinned, ...rest } = message
  if (pinned && pinned.seq >= seq) return message
  return kind === 'pin' ? { ...rest, pinned: { seq, at, by } } : rest
}

function reactionsAfter(reactions: Reaction[], { kind, seq, by: user }: Entry, emoji: string): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji)
  const own = known?.by.find((one) => one.user === user)
  if (own && own.seq >= seq) return reactions
  const others = known?.by.filter((one) => one !== own) ?? []
  if (kind === 'unreact') {
    return reactions.flatMap((one) =>
      one !== known ? [one] : others.length > 0 ? [{ emoji, by: others }] : [],
    )
  }
  if (known) return reactions.map((one) => (one === known ? { emoji, by: [...others, { user, seq }] } : one))
  return reactions.length < limits.reactionKinds ? [...reactions, { emoji, by: [{ user, seq }] }] : reactions
}
