import { ofType, type Seen } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'everyone sees the same order, without a hole'

/** Numbers without a hole, times that never go back, and the same log in every view. */
export const oneOrder: Check = (history) => {
  const { logs, messages, members } = truthOf(history)
  const violations: Violation[] = []
  for (const conversation of members.keys()) {
    const log = logs.get(conversation)
    if (!log) violations.push({ promise, what: `the log of ${conversation} could not be read` })
    else violations.push(...holes(conversation, log))
  }
  for (const { view, conversation, entries } of ofType(history, 'final log')) {
    // Plain views show messages alone, as they are now.
    const isPlain = entries.every(({ seq }) => seq === undefined)
    const log = (isPlain ? messages : logs).get(conversation) ?? []
    const at = Math.max(log.length, entries.length)
    for (let index = 0; index < at; index++) {
      const [one, other] = [log[index], entries[index]]
      if (one && other && isSame(one, other)) continue
      const what = `${view} has ${inWords(other)} in ${conversation} where there is ${inWords(one)}`
      violations.push({ promise, what })
      break
    }
  }
  return violations
}

function holes(conversation: string, log: readonly Seen[]): Violation[] {
  return log.flatMap(({ kind, seq, n, at }, index) => {
    const before = log[index - 1]
    const where = `in ${conversation} after ${inWords(before)}`
    if (seq !== index + 1) return [{ promise, what: `seq ${seq} stands ${where}` }]
    if (n !== (before?.n ?? 0) + (kind === 'message' ? 1 : 0))
      return [{ promise, what: `n ${n} stands ${where}` }]
    return at < (before?.at ?? 0) ? [{ promise, what: `time goes back at ${seq} ${where}` }] : []
  })
}

/** Plain views lack some fields, and tell times to the millisecond. */
export function isSame(one: Seen, other: Seen): boolean {
  return one.text === other.text && isSamePlace(one, other)
}

/** The same but for their texts. */
export function isSamePlace(one: Seen, other: Seen): boolean {
  return (
    one.kind === other.kind &&
    one.n === other.n &&
    one.of === other.of &&
    one.re === other.re &&
    one.by === other.by &&
    one.at === other.at &&
    (one.seq === undefined || other.seq === undefined || one.seq === other.seq) &&
    (one.clientId === undefined || other.clientId === undefined || one.clientId === other.clientId)
  )
}

export function inWords(entry: Seen | undefined): string {
  if (entry === undefined) return 'nothing'
  const { kind, n, of, text } = entry
  return kind === 'message' ? `${n} "${text}"` : `${kind} of ${of} "${text}"`
}
