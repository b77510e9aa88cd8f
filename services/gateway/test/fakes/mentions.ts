import type { Entry } from '@parley/contracts'
import type { Log } from './log.ts'

/** Those of these mentions that stay: of members, and of everybody where an admin calls. */
export function mentionsKept(
  { group }: Log,
  by: string,
  mentions: readonly string[],
): Pick<Entry, 'mentions'> {
  const isAdmin = group !== undefined && group.roles.get(by) !== 'member'
  const kept = mentions.filter((user) => (user === '*' ? isAdmin : group?.roles.has(user)))
  return kept.length > 0 ? { mentions: kept } : {}
}

/** Those messages that mention somebody. */
export function mentioningOf(entries: readonly Entry[], user: string): Entry[] {
  return entries.filter(({ mentions = [] }) => mentions.includes(user) || mentions.includes('*'))
}
