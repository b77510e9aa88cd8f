import { beforeAsking, type History, ofType } from '../history.ts'
import { trueSince, trueWithinMs } from './last-wrong.ts'
import { type Truth, truthOf } from './truth.ts'
import { changedLast, presentClients } from './unread-true.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'delivered and read states equal the truth within 5 s, and nothing that was read is forgotten'

export const pointersTrue: Check = (history) => {
  const truth = truthOf(history)
  return [
    ...forgotten(history, truth),
    ...viewsApart(history, truth),
    ...undelivered(history, truth),
    ...told(history, truth),
  ]
}

/** What was answered as read stays read; nothing is read that nobody asked to be. */
function forgotten(history: History, truth: Truth): Violation[] {
  const asked = new Map<string, number>()
  for (const { person, conversation, seq } of ofType(history, 'reading')) {
    const key = `${conversation} ${person}`
    asked.set(key, Math.max(seq, asked.get(key) ?? 0))
  }
  const answered = ofType(history, 'read').flatMap(({ person, conversation, pointer }) => {
    const { readSeq } = truth.pointerOf(conversation, person)
    const what = `${person} has read ${conversation} up to ${readSeq}; answered was ${pointer.readSeq}`
    return readSeq < pointer.readSeq ? [{ promise, what }] : []
  })
  const unasked = [...truth.members].flatMap(([conversation, members]) =>
    members.flatMap((person) => {
      const { readSeq } = truth.pointerOf(conversation, person)
      const most = asked.get(`${conversation} ${person}`) ?? 0
      return readSeq > most
        ? [{ promise, what: `${person} has read ${readSeq} of ${conversation}; asked was ${most}` }]
        : []
    }),
  )
  return [...answered, ...unasked]
}

function viewsApart(history: History, truth: Truth): Violation[] {
  return ofType(history, 'final pointers').flatMap(({ view, conversation, pointers }) =>
    pointers.flatMap((pointer) => {
      const { readSeq, readN, deliveredSeq } = truth.pointerOf(conversation, pointer.user)
      const isSame =
        readSeq === pointer.readSeq && readN === pointer.readN && deliveredSeq === pointer.deliveredSeq
      const what = `${view} has ${JSON.stringify(pointer)} of ${conversation}, others ${readSeq}/${deliveredSeq}`
      return isSame ? [] : [{ promise, what }]
    }),
  )
}

/** Whoever was given an entry by the SDK, and is there at the end, has acknowledged it as delivered. */
function undelivered(history: History, truth: Truth): Violation[] {
  const told = beforeAsking(history)
  const present = presentClients(told)
  const most = new Map<string, { person: string; conversation: string; seq: number }>()
  const own = new Set([...truth.logs].flatMap(([id, log]) => log.map(({ seq, by }) => `${id} ${seq} ${by}`)))
  for (const { client, person, conversation, seq } of ofType(told, 'given')) {
    if (present.has(client) && !own.has(`${conversation} ${seq} ${person}`)) {
      most.set(`${conversation} ${person}`, { person, conversation, seq })
    }
  }
  return [...most.values()].flatMap(({ person, conversation, seq }) => {
    const { deliveredSeq } = truth.pointerOf(conversation, person)
    const what = `${person} was given ${seq} of ${conversation}; delivered is ${deliveredSeq}`
    return deliveredSeq < seq ? [{ promise, what }] : []
  })
}

/** What clients were told of each other's pointers. */
function told(history: History, truth: Truth): Violation[] {
  const before = beforeAsking(history)
  const present = presentClients(before)
  const tellings = new Map<string, { at: number; isTrue: boolean }[]>()
  const about = new Map<string, { client: string; conversation: string; user: string }>()
  for (const { at, client, conversation, pointer } of ofType(before, 'pointer told')) {
    const { readSeq, deliveredSeq } = truth.pointerOf(conversation, pointer.user)
    const key = `${client} ${conversation} ${pointer.user}`
    const isTrue = pointer.readSeq === readSeq && pointer.deliveredSeq === deliveredSeq
    tellings.set(key, [...(tellings.get(key) ?? []).slice(-1_000), { at, isTrue }])
    about.set(key, { client, conversation, user: pointer.user })
  }
  return [...about].flatMap(([key, { client, conversation, user }]) => {
    if (!present.has(client)) return []
    const since = trueSince(tellings.get(key) ?? [])
    const where = `how far ${user} is in ${conversation}`
    if (since === undefined) return [{ promise, what: `${client} was not told ${where}` }]
    const due = changedLast(before, [conversation]) + trueWithinMs
    return since > due ? [{ promise, what: `${client} was told ${where} ${since - due} ms late` }] : []
  })
}
