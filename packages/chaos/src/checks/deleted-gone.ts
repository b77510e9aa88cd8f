import { truthOf } from './truth.ts'
import type { Check } from './violation.ts'

const promise = 'what is deleted is gone, whatever was written at the same time, and nothing else is'

const textless = new Set(['delete', 'pin', 'unpin'])

/** No entry of a deleted message has a text, and every other message and edit has one. */
export const deletedGone: Check = (history) =>
  [...truthOf(history).logs].flatMap(([conversation, log]) => {
    const deleted = new Set(log.flatMap(({ kind, of }) => (kind === 'delete' ? [of] : [])))
    return log.flatMap(({ kind, n, of, text, seq }) => {
      // What becomes of a group is no text.
      if (kind === 'members') return []
      const isGone = textless.has(kind) || deleted.has(kind === 'message' ? n : of)
      if (isGone === (text === '')) return []
      const what = isGone ? `still has the text "${text}"` : 'has lost its text'
      return [{ promise, what: `${kind} ${seq} of ${conversation} ${what}` }]
    })
  })
