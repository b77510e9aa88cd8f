import { ofType } from '../history.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'outsiders see nothing'

export const outsidersSeeNothing: Check = (history) => {
  const members = new Map(ofType(history, 'conversation').map((each) => [each.conversation, each.members]))
  const isOutside = (person: string, conversation: string) => !members.get(conversation)?.includes(person)
  const inConversations = new Set([...members.values()].flat())
  const violations: Violation[] = []
  for (const each of history) {
    if (each.type === 'shown' && isOutside(each.person, each.entry.conversation)) {
      violations.push({
        promise,
        what: `${each.client} was shown ${each.entry.n} of ${each.entry.conversation}`,
      })
    }
    if (each.type === 'told of' && isOutside(each.person, each.conversation)) {
      violations.push({ promise, what: `${each.client} was sent a ${each.frame} of ${each.conversation}` })
    }
    if (each.type === 'told of' && each.of !== undefined && isOutside(each.of, each.conversation)) {
      violations.push({ promise, what: `${each.client} was sent a ${each.frame} of ${each.of}, an outsider` })
    }
    if (each.type === 'unread told' && each.count > 0 && !inConversations.has(each.person)) {
      violations.push({ promise, what: `${each.client} was told that ${each.count} are unread` })
    }
    if (
      each.type === 'probed' &&
      !['NOT_FOUND', 'UNAVAILABLE', 'INTERNAL', 'no answer'].includes(each.code ?? '')
    ) {
      violations.push({
        promise,
        what: `${each.person} asked for ${each.conversation} and got ${each.code ?? 'it'}`,
      })
    }
  }
  return violations
}
