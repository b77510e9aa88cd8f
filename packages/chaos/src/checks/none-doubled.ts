import { ofType } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'no message is in the log twice, and none that nobody wrote'

/** Texts are different from each other, so a text that is there twice is a message that is there twice. */
export const noneDoubled: Check = (history) => {
  const submitted = new Map(ofType(history, 'submitted').map((each) => [each.text, each]))
  const violations: Violation[] = []
  for (const [conversation, entries] of truthOf(history).logs) {
    const seen = new Set<string>()
    for (const { text, by, n } of entries) {
      if (seen.has(text))
        violations.push({ promise, what: `"${text}" stands twice in ${conversation}, also at ${n}` })
      seen.add(text)
      const origin = submitted.get(text)
      if (origin?.conversation !== conversation || origin.person !== by) {
        violations.push({ promise, what: `"${text}" by ${by} in ${conversation} was not written so` })
      }
    }
  }
  return violations
}
