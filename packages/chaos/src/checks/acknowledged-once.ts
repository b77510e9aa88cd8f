import { ofType } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'every acknowledged message is in the log once, where it was said to be'

/** What was acknowledged is there, at the number that was told, every time that it was told. */
export const acknowledgedOnce: Check = (history) => {
  const { logs } = truthOf(history)
  const submitted = new Map(ofType(history, 'submitted').map((each) => [each.message, each]))
  const violations: Violation[] = []
  for (const { at, message, n, seq, client } of ofType(history, 'acknowledged')) {
    const { conversation = '', text = '', person = '' } = submitted.get(message) ?? {}
    const found = (logs.get(conversation) ?? []).filter((entry) => entry.clientId === message)
    const [entry] = found
    const said = `"${text}" was acknowledged to ${client} as ${n} at ${at} ms`
    if (entry === undefined) violations.push({ promise, what: `${said} and is not in the log` })
    else if (found.length > 1)
      violations.push({ promise, what: `${said} and is there ${found.length} times` })
    else if (entry.n !== n || (seq !== undefined && entry.seq !== seq)) {
      violations.push({ promise, what: `${said} and stands at ${entry.n}` })
    } else if (entry.by !== person || (entry.text !== text && entry.text !== '')) {
      violations.push({ promise, what: `${said} and reads "${entry.text}" by ${entry.by}` })
    }
  }
  return violations
}
