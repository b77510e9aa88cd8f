import type { Entry } from '@parley/contracts/entries'

/** Whether a message mentions somebody: by name, or with everybody else. */
export function isMentioned({ by, mentions = [] }: Pick<Entry, 'by' | 'mentions'>, user: string): boolean {
  return by !== user && (mentions.includes(user) || mentions.includes('*'))
}
