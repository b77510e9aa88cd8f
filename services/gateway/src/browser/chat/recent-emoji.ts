import { quickReactions } from '../../views/message-menu.ts'
import type { AccountStore } from '../account-store.ts'

const name = 'recent-emoji'
const most = 24

/** What one has reacted with lately, the last first, filled up with what most people use. */
export function recentEmoji(store: AccountStore): string[] {
  const used = store.get(name).split(' ').filter(Boolean)
  return [...new Set([...used, ...quickReactions])].slice(0, most)
}

export function rememberEmoji(store: AccountStore, emoji: string): void {
  store.set(name, [...new Set([emoji, ...recentEmoji(store)])].slice(0, most).join(' '))
}
