import { limits } from '@parley/contracts/limits'
import { badgeWords } from './badge.ts'

/** What is unread for screen readers, and how much of it mentions the reader. */
export function unreadWords(count: number, mentions: number): string {
  return mentions > 0 ? `${badgeWords(count)}, ${mentionWords(mentions)}` : badgeWords(count)
}

function mentionWords(mentions: number): string {
  if (mentions === 1) return '1 mentions you'
  return `${mentions >= limits.mentionsCounted ? `${limits.mentionsCounted} or more` : mentions} mention you`
}

/** What the bell counts: mentions are heard also where all else is muted, and so not in the count. */
export function bellCount({
  count,
  mentions = [],
}: {
  count: number
  mentions?: readonly unknown[]
}): number {
  return Math.max(count, mentions.length)
}
