import { type History, ofType } from '../history.ts'
import type { Check, Violation } from './violation.ts'

const promise = "every process's memory and every queue stays bounded"
/** Far above what a process of this size needs, far below what a leak reaches. */
const mostBytes = 700 * 1024 * 1024
/** By the names under which the services tell them. */
const mostWaiting: Record<string, number> = {
  parley_gateway_sends_waiting: 20_000,
  parley_gateway_sockets: 2_000,
  parley_log_queued_messages: 20_000,
  parley_heads_laid_over: 20_000,
  parley_notifications_waiting: 20_000,
}
/** What must be empty when nobody writes any more. */
const emptyAtEnd = [
  'parley_gateway_sends_waiting',
  'parley_log_queued_messages',
  'parley_notifications_waiting',
]

export const bounded: Check = (history) => [...memory(history), ...queues(history)]

function memory(history: History): Violation[] {
  const most = new Map<string, number>()
  for (const { process, bytes } of ofType(history, 'memory'))
    most.set(process, Math.max(bytes, most.get(process) ?? 0))
  return [...most].flatMap(([process, bytes]) =>
    bytes > mostBytes ? [{ promise, what: `${process} had ${Math.round(bytes / 2 ** 20)} MB` }] : [],
  )
}

function queues(history: History): Violation[] {
  const waiting = [...ofType(history, 'queue'), ...ofType(history, 'final queue')].flatMap(
    ({ process, name, value }) =>
      value > (mostWaiting[name] ?? Number.POSITIVE_INFINITY)
        ? [{ promise, what: `${name} of ${process} was ${value}` }]
        : [],
  )
  const left = ofType(history, 'final queue').flatMap(({ process, name, value }) =>
    value > 0 && emptyAtEnd.includes(name)
      ? [{ promise, what: `${name} of ${process} is ${value} at the end` }]
      : [],
  )
  return [...waiting, ...left]
}
