import { ofType } from '../history.ts'
import { truthOf } from './truth.ts'
import type { Check, Violation } from './violation.ts'

const promise = 'what one client sent in an order stands in that order'

export const sendersOrder: Check = (history) => {
  const { logs } = truthOf(history)
  const places = new Map<string, number>()
  for (const entries of logs.values()) {
    for (const { clientId, n } of entries) if (clientId !== undefined) places.set(clientId, n)
  }
  const newest = new Map<string, { n: number; text: string }>()
  const violations: Violation[] = []
  for (const { client, conversation, message, text, ordered } of ofType(history, 'submitted')) {
    const n = places.get(message)
    if (!ordered || n === undefined) continue
    const key = `${client} ${conversation}`
    const before = newest.get(key)
    if (before && before.n > n) {
      violations.push({ promise, what: `"${text}" stands at ${n}, before "${before.text}" at ${before.n}` })
    } else newest.set(key, { n, text })
  }
  return violations
}
