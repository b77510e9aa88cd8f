import type { Unread } from '@parley/contracts/entries'

type Entries = Unread['messages']

/** What is unread with the mentions apart, each message once. */
export function apart({ messages, mentions = [] }: Unread): { mentions: Entries; others: Entries } {
  const keyOf = ({ conversation, n }: Entries[number]) => `${conversation}:${n}`
  const mentioning = new Set(mentions.map(keyOf))
  return { mentions, others: messages.filter((entry) => !mentioning.has(keyOf(entry))) }
}
