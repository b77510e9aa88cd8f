import { directMembers, type Entry } from '@parley/contracts'
import { namedIn } from './membership-view.ts'

/** Whether an entry has a partial of its own. */
export function isShown({ kind }: Entry): boolean {
  return kind === 'message' || kind === 'members'
}

/** Everybody who has to be known for entries, and for the messages that they quote, to be shown. */
export function peopleOf(entries: readonly Entry[], quotes: readonly Entry[] = []): string[] {
  const all = entries
    .filter(isShown)
    .flatMap((entry) => [
      ...namedIn(entry),
      ...(directMembers(entry.conversation) ?? []),
      ...(entry.mentions ?? []).filter((user) => user !== '*'),
      ...(entry.reactions ?? []).flatMap(({ by }) => by.map(({ user }) => user)),
    ])
  return [...new Set([...all, ...quotes.map(({ by }) => by)])]
}
