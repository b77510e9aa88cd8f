import { ofType } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'no message is in the log twice, and none that nobody wrote'

/** Texts but those of reactions are different from each other, so a text that is there twice is a message that is there twice. */
export const noneDoubled: Check = (history) => {
  // What has no text of its own is known by its client id.
  const submitted = new Map(
    ofType(history, 'submitted').flatMap((each) => [
      [each.text, each],
      [each.message, each],
    ]),
  )
  const violations: Violation[] = []
  for (const [conversation, entries] of truthOf(history).logs) {
    const seen = new Set<string>()
    for (const { kind, of, text, by, n, clientId = '' } of entries) {
      const isOwn = kind === 'message' || kind === 'edit'
      const name = isOwn && text !== '' ? text : clientId
      if (seen.has(name))
        violations.push({ promise, what: `"${name}" stands twice in ${conversation}, also at ${n}` })
      seen.add(name)
      const origin = submitted.get(name)
      const isSo = origin?.conversation === conversation && origin.person === by && origin.of === of
      if (!isSo || (origin.kind ?? 'message') !== kind) {
        violations.push({ promise, what: `"${name}" by ${by} in ${conversation} was not written so` })
      }
    }
  }
  return violations
}
