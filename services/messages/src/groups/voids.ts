import type { Entry } from '@parley/contracts'
import type { Sight } from './sight.ts'

/** Nobody has this id: `by` of what its reader may not know. */
const nobody = '0'

/** What is left of an entry for who may not see it: its numbers. */
export function voidOf(
  { conversation, seq, n }: Pick<Entry, 'conversation' | 'seq' | 'n'>,
  from?: number,
): Entry {
  const numbers = { conversation, seq, n, kind: 'void', by: nobody, clientId: nobody, at: 0 }
  return from === undefined || from === seq ? numbers : { ...numbers, from }
}

/** Entries as one member gets them; those of a row that may not be seen become one. */
export function seenEntries(entries: readonly Entry[], sight: Sight): Entry[] {
  if (sight.isWhole) return [...entries]
  const seen: Entry[] = []
  for (const entry of entries) {
    const last = seen.at(-1)
    if (sight.seesEntry(entry)) seen.push(entry)
    else if (last?.kind === 'void') seen[seen.length - 1] = voidOf(entry, last.from ?? last.seq)
    else seen.push(voidOf(entry))
  }
  return seen
}
