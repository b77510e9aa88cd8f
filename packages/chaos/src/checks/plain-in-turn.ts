import { ofType } from '../history.ts'
import type { Check } from './violation.ts'

const promise = 'a plain socket passes messages on in order, once, without a hole'

export const plainInTurn: Check = (history) => {
  const last = new Map<string, number>()
  return ofType(history, 'shown').flatMap(({ client, socket, how, entry }) => {
    if (how !== 'live' || entry.seq !== undefined) return []
    const before = last.get(socket)
    last.set(socket, entry.n)
    if (before === undefined || entry.n === before + 1) return []
    return [{ promise, what: `${client} got ${entry.n} after ${before} on ${socket}` }]
  })
}
