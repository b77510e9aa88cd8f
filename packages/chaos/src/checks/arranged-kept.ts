import { ofType } from '../history.ts'
import type { Check } from './violation.ts'

const promise = 'what somebody has arranged stays so until they arrange it otherwise'

/** All views say the same at the end, and nothing older than what was acknowledged; of one revision there is one meaning. */
export const arrangedKept: Check = (history) => {
  const known = new Map<string, { revision: number; muted: boolean }>()
  const keyOf = ({ person, conversation }: { person: string; conversation: string }) =>
    `${conversation} of ${person}`
  for (const told of ofType(history, 'arranged')) {
    const before = known.get(keyOf(told))
    if (!before || told.revision > before.revision) known.set(keyOf(told), told)
  }
  return ofType(history, 'final own').flatMap((found) => {
    const last = known.get(keyOf(found)) ?? found
    const isKept =
      found.revision > last.revision || (found.revision === last.revision && found.muted === last.muted)
    // What another view says has to be the same, whoever was answered or not.
    if (isKept) known.set(keyOf(found), found)
    const says = ({ revision, muted }: typeof last) => `revision ${revision}, ${muted ? '' : 'not '}muted`
    return isKept
      ? []
      : [{ promise, what: `${found.view}: ${keyOf(found)} is ${says(found)}; it was ${says(last)}` }]
  })
}
