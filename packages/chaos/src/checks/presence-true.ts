import { beforeAsking, type History, ofType } from '../history.ts'
import { trueSince, trueWithinMs } from './last-wrong.ts'
import { presentClients } from './unread-true.ts'
import type { Check } from './violation.ts'

const promise = 'presence equals the truth within 5 s'
/** A gateway that was ended by force takes its people with it when its lease has run out. */
const leaseMs = 15_000

export const presenceTrue: Check = (history) => {
  const told = beforeAsking(history)
  const online = new Set(openSockets(told).values())
  const present = presentClients(told)
  const keys = new Map(
    ofType(told, 'presence told').map(({ client, user }) => [`${client} ${user}`, { client, user }]),
  )
  const due = presenceDueMs(told)
  return [...keys.values()].flatMap(({ client, user }) => {
    const isOnline = online.has(user)
    const tellings = ofType(told, 'presence told')
      .filter((each) => each.client === client && each.user === user)
      .map((each) => ({ at: each.at, isTrue: each.online === isOnline }))
    const word = isOnline ? 'online' : 'away'
    const since = trueSince(tellings)
    if (!present.has(client)) return []
    if (since === undefined) return [{ promise, what: `${client} does not know that ${user} is ${word}` }]
    return since > due
      ? [{ promise, what: `${client} was told that ${user} is ${word} ${since - due} ms late` }]
      : []
  })
}

/** When everybody has to know who is there: no use looking before. */
export function presenceDueMs(history: History): number {
  return Math.max(lastChange(history), lastForce(history) + leaseMs) + trueWithinMs
}

/** Whom each open socket belongs to. */
function openSockets(history: History): Map<string, string> {
  const open = new Map<string, string>()
  for (const each of history) {
    if (each.type === 'opened') open.set(each.socket, each.person)
    if (each.type === 'closed') open.delete(each.socket)
  }
  return open
}

function lastChange(history: History): number {
  return (
    history.findLast(({ type }) => ['opened', 'closed', 'settling', 'fault over'].includes(type))?.at ?? 0
  )
}

function lastForce(history: History): number {
  const isForce = (kind: string) => ['kill', 'restart', 'pause'].includes(kind)
  return ofType(history, 'fault').findLast(({ kind }) => isForce(kind))?.at ?? -leaseMs
}
