import type { Entry } from './entries.ts'

/**
 * A message after an entry that changes it; the message itself where it does not: because it is of another message, older
 * than what the message shows, or behind a deletion. In whatever order changes come, they lead to the same.
 */
export function changedBy(message: Entry, change: Entry): Entry {
  const { kind, seq, at, by, text } = change
  if (change.of !== message.n || change.conversation !== message.conversation) return message
  if (kind === 'delete') {
    if (message.deleted && message.deleted.seq <= seq) return message
    const { text: _, edited: __, ...rest } = message
    return { ...rest, deleted: { seq, at, by } }
  }
  const isLater = seq > (message.edited?.seq ?? 0)
  if (kind !== 'edit' || text === undefined || message.deleted || !isLater) return message
  return { ...message, text, edited: { seq, at } }
}

/** Messages as they are now, from how they were written and all that changed them since, in any order. */
export function asTheyAre(messages: readonly Entry[], changes: readonly Entry[]): Entry[] {
  const changesOf = Map.groupBy(changes, ({ of }) => of)
  return messages.map((message) => (changesOf.get(message.n) ?? []).reduce(changedBy, message))
}
