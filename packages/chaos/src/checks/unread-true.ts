import { beforeAsking, type History, ofType } from '../history.ts'
import { trueSince, trueWithinMs } from './last-wrong.ts'
import { type Truth, truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'unread counts equal the truth within 5 s'

/** Unread, as asked for and as pushed, is the messages of others after what was read, where it is not muted. */
export const unreadTrue: Check = (history) => {
  const truth = truthOf(history)
  const totalOf = (person: string) =>
    truth
      .conversationsOf(person)
      .filter((each) => !truth.isMuted(each, person))
      .reduce((sum, each) => sum + truth.unreadOf(each, person), 0)
  const violations: Violation[] = []
  for (const { view, person, count } of ofType(history, 'final unread')) {
    if (count !== totalOf(person))
      violations.push({ promise, what: `${view} says ${count}; it is ${totalOf(person)}` })
  }
  for (const { view, person, conversation, count } of ofType(history, 'final unread of')) {
    const is = truth.unreadOf(conversation, person)
    if (count !== is)
      violations.push({ promise, what: `inbox of ${view} says ${count} of ${conversation}; it is ${is}` })
  }
  return [...violations, ...pushed(history, truth, totalOf)]
}

function pushed(history: History, truth: Truth, totalOf: (person: string) => number): Violation[] {
  const told = beforeAsking(history)
  const last = new Map(ofType(told, 'unread told').map((each) => [each.client, each]))
  const present = presentClients(told)
  return [...last].flatMap(([client, { person, count }]) => {
    const is = totalOf(person)
    const tellings = ofType(told, 'unread told')
      .filter((each) => each.client === client)
      .map(({ at, count: each }) => ({ at, isTrue: each === is }))
    if (!present.has(client)) return []
    const since = trueSince(tellings)
    if (since === undefined) return [{ promise, what: `${client} was told ${count} at last; it is ${is}` }]
    const due = changedLast(told, truth.conversationsOf(person)) + trueWithinMs
    return since > due
      ? [{ promise, what: `${client} was told ${is} only ${since - due} ms after it was due` }]
      : []
  })
}

/** When the last fault was over or, if later, the last message, pointer or arrangement of these conversations was stored. */
export function changedLast(history: History, conversations: readonly string[]): number {
  const written = new Map(ofType(history, 'submitted').map((each) => [each.message, each.conversation]))
  let last = 0
  for (const each of history) {
    const conversation =
      each.type === 'acknowledged'
        ? written.get(each.message)
        : each.type === 'read' || each.type === 'arranged'
          ? each.conversation
          : undefined
    const isOver = each.type === 'settling' || each.type === 'fault over'
    if (isOver || (conversation !== undefined && conversations.includes(conversation))) last = each.at
  }
  return last
}

/** Clients that have a socket. */
export function presentClients(history: History): Set<string> {
  const open = new Map<string, string>()
  for (const each of history) {
    if (each.type === 'opened') open.set(each.socket, each.client)
    if (each.type === 'closed') open.delete(each.socket)
  }
  return new Set(open.values())
}
