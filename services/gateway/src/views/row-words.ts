import { badgeWords } from './badge.ts'

/** What a row says to screen readers of its badge or dot. */
export function rowWords(unread: number, isMarked = false): string {
  if (unread > 0) return badgeWords(unread)
  return isMarked ? 'Marked as unread' : ''
}
