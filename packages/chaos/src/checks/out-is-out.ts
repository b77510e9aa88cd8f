import { beforeAsking, type GroupEntry, type History, ofType } from '../history.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'who is out of a group sees nothing of it, and who is in sees all the rest'
/** Within which nothing comes live any more. */
const outWithinMs = 1_000

/** What a guest was given, held against the log: all but what was written while they were out. */
export const outIsOut: Check = (history) =>
  ofType(history, 'doorway').flatMap(({ conversation, guest }): Violation[] => {
    const log = ofType(history, 'doorway log').find((each) => each.conversation === conversation)
    if (!log) return [{ promise, what: `the log of ${conversation} could not be read` }]
    return [
      ...wronglySeen(history, conversation, seenBy(guest, log.entries)),
      ...afterwards(history, conversation),
    ]
  })

/** Of each entry, whether the guest may see it: whom it lets in and whom it puts out sees it, too. */
function seenBy(guest: string, entries: readonly GroupEntry[]): Map<number, boolean> {
  const seen = new Map<number, boolean>()
  let isIn = false
  for (const { seq, members } of entries) {
    const was = isIn
    isIn = members.findLast(({ user }) => user === guest)?.isIn ?? isIn
    seen.set(seq, was || isIn)
  }
  return seen
}

function wronglySeen(history: History, conversation: string, seen: Map<number, boolean>): Violation[] {
  const given = new Set<number>()
  const violations: Violation[] = []
  for (const { conversation: id, seq, text } of ofType(beforeAsking(history), 'glimpsed')) {
    if (id !== conversation) continue
    given.add(seq)
    if (seen.get(seq) !== true)
      violations.push({ promise, what: `the guest of ${conversation} was shown ${seq} "${text}"` })
  }
  for (const [seq, isSeen] of seen)
    if (isSeen && !given.has(seq))
      violations.push({ promise, what: `the guest of ${conversation} was not shown ${seq}` })
  return violations
}

/** Nothing is live for who is out. */
function afterwards(history: History, conversation: string): Violation[] {
  let outSince: number | undefined
  const violations: Violation[] = []
  for (const each of history) {
    if (each.type === 'shut out' && each.conversation === conversation) outSince = each.at
    if (each.type === 'letting in' && each.conversation === conversation) outSince = undefined
    const isLate = outSince !== undefined && each.at > outSince + outWithinMs
    if (each.type === 'glimpsed' && each.conversation === conversation && isLate)
      violations.push({
        promise,
        what: `the guest of ${conversation} was given ${each.seq} ${each.at - (outSince ?? 0)} ms after being put out`,
      })
  }
  return violations
}
