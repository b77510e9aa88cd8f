import { unreadWords } from './mention-words.ts'

/** What a row says to screen readers of its badge or dot. */
export function rowWords(unread: number, isMarked = false, mentions = 0): string {
  if (unread > 0) return unreadWords(unread, mentions)
  return isMarked ? 'Marked as unread' : ''
}
