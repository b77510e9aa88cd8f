import { beforeAsking, ofType } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'every client, whenever it came back, ends with exactly the log'

/** The SDK gave its application each entry once and in order, over all its lives, up to the end if it is there then. */
export const endsWithLog: Check = (history) => {
  const { logs, conversationsOf } = truthOf(history)
  const violations: Violation[] = []
  const places = new Map<string, number>()
  const told = beforeAsking(history)
  for (const { client, conversation, seq, at } of ofType(told, 'given')) {
    const key = `${client} ${conversation}`
    const last = places.get(key) ?? 0
    if (seq !== last + 1) {
      violations.push({
        promise,
        what: `${client} was given ${seq} of ${conversation} after ${last}, at ${at} ms`,
      })
    }
    places.set(key, seq)
  }
  for (const [client, person] of clientsAtEnd(told)) {
    for (const conversation of conversationsOf(person)) {
      const [has, is] = [places.get(`${client} ${conversation}`) ?? 0, logs.get(conversation)?.length ?? 0]
      if (has !== is)
        violations.push({ promise, what: `${client} ends at ${has} of ${conversation}, which has ${is}` })
    }
  }
  return violations
}

/** Clients with the SDK that have a socket when all is over; an SDK tells what is unread with each hello. */
function clientsAtEnd(history: Parameters<Check>[0]): Map<string, string> {
  const open = new Map<string, Set<string>>()
  const people = new Map<string, string>()
  for (const each of history) {
    if (each.type === 'unread told') people.set(each.client, each.person)
    if (each.type === 'opened') open.set(each.client, (open.get(each.client) ?? new Set()).add(each.socket))
    if (each.type === 'closed') open.get(each.client)?.delete(each.socket)
  }
  return new Map([...people].filter(([client]) => (open.get(client)?.size ?? 0) > 0))
}
