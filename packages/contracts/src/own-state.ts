import type { Head, Pointer } from './entries.ts'
import type { Own } from './own.ts'

/** Until when something is muted that has no end: the last instant that there is. */
export const forever = 8.64e15

export function isPinned(own: Own | undefined): boolean {
  return own?.pinned === true
}

/** @param now in milliseconds since 1970, by the server's clock */
export function isMuted(own: Own | undefined, now: number): boolean {
  return (own?.mutedUntil ?? 0) > now
}

/** Put away, and no message has come since but such as came while it was muted. */
export function isArchived(own: Own | undefined, { n, at }: Pick<Head, 'n' | 'at'>): boolean {
  return own?.archivedN !== undefined && (n <= own.archivedN || isMuted(own, at))
}

/** @param pointer the member's own */
export function isMarkedUnread(own: Own | undefined, { readSeq }: Pick<Pointer, 'readSeq'>): boolean {
  return own?.markedSeq !== undefined && readSeq <= own.markedSeq
}
