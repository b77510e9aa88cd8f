import { ofType, type Seen } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check } from './violation.ts'

const promise = 'a reaction is as it was last wanted'

/** Of each person's with each emoji to a message, unless that is deleted or something was wanted later and not answered. */
export const reactionsStand: Check = (history) => {
  const { logs, messages } = truthOf(history)
  const answered = new Set(ofType(history, 'reacted').map(({ message }) => message))
  const wanted = new Map(
    ofType(history, 'submitted')
      .filter(({ kind }) => kind === 'react' || kind === 'unreact')
      .map((each) => [`${each.conversation} ${each.of} ${each.person} ${each.text}`, each]),
  )
  return [...wanted.values()].flatMap(({ message, conversation, of = 0, person, kind, text }) => {
    const isDeleted = messages.get(conversation)?.[of - 1]?.text === ''
    if (!answered.has(message) || isDeleted) return []
    const isOf = (entry: Seen) => entry.of === of && entry.by === person && entry.text === text
    const last = logs.get(conversation)?.findLast(isOf)?.kind ?? 'unreact'
    const what = `${person} was told that ${text} of ${of} in ${conversation} is ${kind}ed; the log ends with ${last}`
    return last === kind ? [] : [{ promise, what }]
  })
}
