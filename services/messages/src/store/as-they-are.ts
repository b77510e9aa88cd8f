import type { Entry } from '@parley/contracts'

/**
 * Messages as they are now, from their entries and from those that changed them. A deletion holds whatever edits stand
 * before or behind it; else the last edit does.
 */
export function asTheyAre(messages: readonly Entry[], changes: readonly Entry[]): Entry[] {
  if (changes.length === 0) return [...messages]
  const standing = new Map<number, Entry>()
  for (const change of changes) {
    if (change.of === undefined) continue
    const known = standing.get(change.of)
    if (!known || holdsOver(change, known)) standing.set(change.of, change)
  }
  return messages.map((message) => changed(message, standing.get(message.n)))
}

function holdsOver(one: Entry, other: Entry): boolean {
  if (one.kind !== other.kind) return one.kind === 'delete'
  return one.kind === 'delete' ? one.seq < other.seq : one.seq > other.seq
}

function changed(message: Entry, change: Entry | undefined): Entry {
  if (!change) return message
  const { kind, seq, at, by, text } = change
  if (kind === 'edit') return text === undefined ? message : { ...message, text, edited: { seq, at } }
  const { text: _, ...rest } = message
  return { ...rest, deleted: { seq, at, by } }
}
